"""Rows of the accounts room: people, how they prove who they are, and what they may reach."""

from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import Base, Instant


def new_id() -> str:
    """An id that nobody can guess from another: 32 hexadecimal characters."""
    return uuid4().hex


Id = Annotated[str, mapped_column(String(32), primary_key=True, default=new_id)]
PersonId = Annotated[str, mapped_column(ForeignKey("person.id"), index=True)]
Moment = Annotated[datetime, mapped_column(Instant)]
Fingerprint = Annotated[str, mapped_column(String(64), unique=True)]  # SHA-256 of a token, never the token


class Person(Base):
    """Somebody with an account; the email address is the username."""

    __tablename__ = "person"
    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # for people's eyes, e.g. PER-7K2P9
    kind: Mapped[str] = mapped_column(String(16))  # family, staff or professional
    email: Mapped[str] = mapped_column(String(254), unique=True)  # normalised by details.normal_email
    title: Mapped[str] = mapped_column(default="")
    first_name: Mapped[str]
    last_name: Mapped[str]
    address_lines: Mapped[list[str]] = mapped_column(JSON, default=list)
    postcode: Mapped[str] = mapped_column(default="")
    area: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]  # none: an imported account whose owner has not set one yet
    created_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]
    disabled_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None] = mapped_column(index=True)  # by the owner
    closed_as: Mapped[str | None] = mapped_column(String(64), index=True)  # keyed hash of the address it had
    telephones_changed_at: Mapped[Moment | None]  # by the owner: from then on no import adds a number
    telephones: Mapped[list["Telephone"]] = relationship(order_by="Telephone.position", cascade="all, delete-orphan")
    services: Mapped[list["ServiceUsed"]] = relationship(order_by="ServiceUsed.service", cascade="all, delete-orphan")
    former: Mapped[list["FormerDetails"]] = relationship(viewonly=True)  # of staff
    second_factors: Mapped[list["SecondFactor"]] = relationship(viewonly=True)  # as they stood when they were read

    @property
    def name(self) -> str:
        """First and last name, as people say it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def numbers(self) -> list[str]:
        """The telephone numbers, the most important first."""
        return [row.number for row in self.telephones]

    @property
    def services_used(self) -> list[str]:
        """The services that count: without those that the owner has taken off the list."""
        return [row.service for row in self.services if row.removed_at is None]

    @property
    def active(self) -> bool:
        """May this person sign in?"""
        return self.confirmed_at is not None and self.disabled_at is None


class Telephone(Base):
    """A number on which a person can be reached in the day; the first of at most three matters most."""

    __tablename__ = "telephone"
    __table_args__ = (UniqueConstraint("person_id", "position"),)
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    position: Mapped[int]  # 1 to 3
    number: Mapped[str]
    since: Mapped[Moment]


class FormerDetails(Base):
    """What a member of staff was called and how they were reached until a change, for comparing alone."""

    __tablename__ = "former_details"
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    email: Mapped[str] = mapped_column(String(254))
    last_name: Mapped[str]
    address_lines: Mapped[list[str]] = mapped_column(JSON)
    postcode: Mapped[str]
    numbers: Mapped[list[str]] = mapped_column(JSON)
    until: Mapped[Moment]


class ServiceUsed(Base):
    """A service of the council that this account has been used for, e.g. school admissions."""

    __tablename__ = "service_used"
    __table_args__ = (UniqueConstraint("person_id", "service"),)
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    service: Mapped[str]
    removed_at: Mapped[Moment | None]  # by the owner: the row stays, so that no import brings it back


class PendingRegistration(Base):
    """Details that somebody sent to register, until the address is confirmed or the time is up."""

    __tablename__ = "pending_registration"
    id: Mapped[Id]
    business_key: Mapped[str] = mapped_column(String(16), unique=True)  # of its registration process, REG-…
    email: Mapped[str] = mapped_column(String(254), index=True)
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # erased when the account exists
    password_hash: Mapped[str | None]  # erased when the account exists
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)
    confirmed_at: Mapped[Moment | None]
    person_id: Mapped[PersonId | None]  # the account that came of it


class EmailChange(Base):
    """An owner wants another email address: asked for, confirmed at the new one, and done or ended."""

    __tablename__ = "email_change"
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    old_email: Mapped[str] = mapped_column(String(254), index=True)
    new_email: Mapped[str] = mapped_column(String(254))  # may be that of another account: only the mail writer looks
    asked_at: Mapped[Moment]
    takes_effect_at: Mapped[Moment]  # not before, and only if it was confirmed by then
    confirmed_at: Mapped[Moment | None]
    done_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]  # without having taken effect
    ended_because: Mapped[str | None]


class LinkToken(Base):
    """A link in a mail: one purpose, one use. Its token is derived from the server key when it is needed."""

    __tablename__ = "link_token"
    __table_args__ = (Index(None, "purpose", "subject_id"),)
    id: Mapped[Id]
    purpose: Mapped[str]
    subject_id: Mapped[str | None]  # none: asked for an address that nobody here has; never sent
    nonce: Mapped[str]
    token_hash: Mapped[Fingerprint]
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class CodeChallenge(Base):
    """One question "what is the code that we sent?", bound to the browser that holds its token."""

    __tablename__ = "code_challenge"
    id: Mapped[Id]
    purpose: Mapped[str]
    person_id: Mapped[PersonId | None]  # none: wrong password or unknown address; no code is ever right
    token_hash: Mapped[Fingerprint]
    nonce: Mapped[str]
    sends: Mapped[int] = mapped_column(default=1)  # also the HOTP counter: a new code ends the one before
    tries: Mapped[int] = mapped_column(default=0)  # of the code that was sent last
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class SecondFactor(Base):
    """A second way to prove who one is; `email` is the code by email that everybody starts with."""

    __tablename__ = "second_factor"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    kind: Mapped[str]
    failures: Mapped[int] = mapped_column(default=0)  # one after another, over all codes
    created_at: Mapped[Moment]
    turned_on_at: Mapped[Moment | None]
    locked_at: Mapped[Moment | None]
    replaced_at: Mapped[Moment | None]  # its owner uses others in its place: nothing of this kind is right

    @property
    def is_standing(self) -> bool:
        """Turned on, and not replaced by another?"""
        return self.turned_on_at is not None and self.replaced_at is None


class Passkey(Base):
    """A key pair of a person's phone, computer or security key: its public half, and how often it has signed."""

    __tablename__ = "passkey"
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)  # at most 1,023 bytes, in base64url
    public_key: Mapped[bytes]  # COSE
    signatures: Mapped[int] = mapped_column(BigInteger)  # the key's own counter; many keys count nothing and say 0
    name: Mapped[str]  # the owner's words for it
    created_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class PasskeyChallenge(Base):
    """One question to a passkey, for one purpose and one browser; answered once."""

    __tablename__ = "passkey_challenge"
    id: Mapped[Id]
    purpose: Mapped[str]
    asked_of: Mapped[str] = mapped_column(String(64))  # the sign-in or the session that asked, as a fingerprint
    origin: Mapped[str]  # the address of the site that asks
    challenge: Mapped[str] = mapped_column(String(43), unique=True)
    expires_at: Mapped[Moment] = mapped_column(index=True)
    answered_at: Mapped[Moment | None]


class Authenticator(Base):
    """Somebody's authenticator app. Its secret is derived from the server's key and this nonce when it is needed."""

    __tablename__ = "authenticator"
    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), unique=True)
    nonce: Mapped[str]
    last_step: Mapped[int]  # of the last code that was right: that one and all before it are used up
    created_at: Mapped[Moment]


class RecoveryCode(Base):
    """One of somebody's ten recovery codes."""

    __tablename__ = "recovery_code"
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    code_hash: Mapped[Fingerprint]  # keyed: from it nobody finds the code without the server's key
    used_at: Mapped[Moment | None]


class LostFactor(Base):
    """Somebody knows the password and cannot take the second step: what they asked for, and how we may ring back."""

    __tablename__ = "lost_factor"
    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # business key of its process, HLP-…
    person_id: Mapped[PersonId | None]  # none: wrong password or unknown address
    telephones: Mapped[list[str]] = mapped_column(JSON)  # as they were when it was asked: no later one is rung
    asked_at: Mapped[Moment] = mapped_column(index=True)
    person: Mapped[Person | None] = relationship()


class WebSession(Base):
    """One browser that is signed in."""

    __tablename__ = "web_session"
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    token_hash: Mapped[Fingerprint]
    browser: Mapped[str]  # words by which the owner knows it again, e.g. "Firefox on Windows"
    created_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]
    proved_at: Mapped[Moment]  # when a second factor was last shown in it
    ends_at: Mapped[Moment]  # whatever happens
    ended_at: Mapped[Moment | None]
    ended_because: Mapped[str | None]
    to_be_renewed: Mapped[bool] = mapped_column(default=False)  # its owner's powers have changed: it gets a new token
    person: Mapped[Person] = relationship()


class KnownDevice(Base):
    """A browser where this person has signed in: the wrong guesses of others do not shut it out."""

    __tablename__ = "known_device"
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    token_hash: Mapped[Fingerprint]
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]


class UnreachableAddress(Base):
    """An address that mail came back from for good; gone when its owner has shown that it works."""

    __tablename__ = "unreachable_address"
    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)  # as usernames are written
    since: Mapped[Moment]


class Throttle(Base):
    """How often something was tried in one window of time; the subject is a keyed hash, not an address."""

    __tablename__ = "throttle"
    __table_args__ = (UniqueConstraint("scope", "subject", "starts_at"),)
    id: Mapped[Id]
    scope: Mapped[str]
    subject: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)
    count: Mapped[int]


class Membership(Base):
    """A person belongs to a candidate group, for one business key or for all of them."""

    __tablename__ = "membership"
    __table_args__ = (Index(None, "person_id", "candidate_group", "business_key"),)
    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    candidate_group: Mapped[str]
    business_key: Mapped[str | None] = mapped_column(String(16), index=True)  # none: all of them
    scope: Mapped[str]  # full or view_only
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)  # whose tasks come into the queue; none: all areas
    origin: Mapped[str]  # what gave it, e.g. registration, access_authentication
    granted_by: Mapped[PersonId | None]  # none: the portal itself
    granted_at: Mapped[Moment]
    expires_at: Mapped[Moment | None] = mapped_column(index=True)
    ended_at: Mapped[Moment | None]
    held_at: Mapped[Moment | None]  # it stands, and opens nothing while this is set


class Invitation(Base):
    """Somebody is asked by mail to work here, or to give advice on one business key."""

    __tablename__ = "invitation"
    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # e.g. INV-7K2P9
    kind: Mapped[str] = mapped_column(String(16))  # of the person: staff or professional
    email: Mapped[str] = mapped_column(String(254), index=True)
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")  # the school or team that is asked
    candidate_groups: Mapped[list[str]] = mapped_column(JSON, default=list)
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    business_key: Mapped[str | None] = mapped_column(String(16), index=True)  # none: all of them
    by_ticket: Mapped[bool]  # its link opens the one business key; otherwise it makes an account
    invited_by: Mapped[PersonId | None]  # none: they asked to keep an account themselves
    sent_at: Mapped[Moment]  # the newest of its mails
    kept_from: Mapped[str | None] = mapped_column(
        ForeignKey("invitation.id")
    )  # the ticket's, by whose reader it is kept
    person_id: Mapped[PersonId | None]  # the account that came of it
    accepted_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]

    @property
    def name(self) -> str:
        """Whom it is for: the person, else the body."""
        return f"{self.first_name} {self.last_name}".strip() or self.body


class Ticket(Base):
    """Stands for one business key and one group in the hands of somebody who has no account."""

    __tablename__ = "ticket"
    id: Mapped[Id]
    token_hash: Mapped[Fingerprint]
    business_key: Mapped[str] = mapped_column(String(16), index=True)
    candidate_group: Mapped[str]
    invitation_id: Mapped[str | None] = mapped_column(ForeignKey("invitation.id"), index=True)  # none: who registers
    holder: Mapped[str] = mapped_column(default="")  # the name that an invited reader gave
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
