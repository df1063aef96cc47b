"""Passkeys: a question of one use, the browser's answer checked against it, and the keys that people keep."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import select, update
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from webapp.accounts import throttling
from webapp.accounts.desk import Desk
from webapp.accounts.details import one_line
from webapp.accounts.errors import (
    AccountsError,
    PasskeyExpired,
    PasskeyKnown,
    PasskeyRefused,
    PasskeysFull,
    PasskeyUnknown,
    TooManyAttempts,
)
from webapp.accounts.models import Passkey, PasskeyChallenge, Person
from webapp.accounts.throttling import Bucket
from webapp.accounts.tokens import fingerprint, random_token

ADD, SIGN_IN, PROVE = "add", "sign_in", "prove"
LIVES = timedelta(minutes=5)  # of a question; the browser gives up before
MOST = 10  # of one person
LONGEST_NAME = 60
Made = TypeVar("Made")
VERIFIED = UserVerificationRequirement.REQUIRED  # by finger, face or PIN: a stolen phone is not enough


@dataclass(frozen=True, kw_only=True)
class RelyingParty:
    """Who asks, in the words of WebAuthn: a passkey belongs to one host name and works nowhere else."""

    host: str
    origin: str  # scheme, host and port, as browsers write it
    name: str

    @classmethod
    def at(cls, base_url: str, name: str) -> "RelyingParty":
        """The site with this address."""
        return cls(host=urlsplit(base_url).hostname or "", origin=base_url, name=name)

    def works_at(self, host: str) -> bool:
        """Would a browser that reads this site as `host` use a passkey? None does for an address of numbers."""
        return host == self.host and not _is_number(host)


@dataclass(frozen=True, kw_only=True)
class Asker:
    """The browser that is asked: its sign-in's or session's token, and where it is."""

    token: str
    address: str = ""

    @property
    def fingerprint(self) -> str:
        """What the question's row keeps of the token."""
        return fingerprint(self.token)


def of(desk: Desk, person: Person) -> list[Passkey]:
    """This person's passkeys, the oldest first."""
    mine = select(Passkey).where(Passkey.person_id == person.id)
    return list(desk.session.scalars(mine.order_by(Passkey.created_at, Passkey.id)))


def own(desk: Desk, person: Person, passkey_id: str) -> Passkey:
    """One of this person's passkeys; raises PasskeyUnknown for anybody else's."""
    found = next((each for each in of(desk, person) if each.id == passkey_id), None)
    if found is None:
        raise PasskeyUnknown
    return found


def remove(desk: Desk, person: Person, passkey_id: str) -> Passkey:
    """This passkey proves nothing any more; raises PasskeyUnknown."""
    found = own(desk, person, passkey_id)
    desk.session.delete(found)
    desk.session.flush()
    return found


def remove_all(desk: Desk, person: Person) -> None:
    """None of this person's passkeys proves anything any more."""
    for each in of(desk, person):
        desk.session.delete(each)
    desk.session.flush()


def ask_for_new(desk: Desk, site: RelyingParty, person: Person, asker: Asker) -> str | AccountsError:
    """What the browser needs to make a passkey, as JSON; PasskeysFull, TooManyAttempts."""
    mine = of(desk, person)
    if len(mine) >= MOST:
        return PasskeysFull(MOST)
    challenge = _ask(desk, ADD, asker)
    if isinstance(challenge, TooManyAttempts):
        return challenge
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=_handle(person),
        user_name=person.email,
        user_display_name=person.name,
        challenge=base64url_to_bytes(challenge),
        timeout=_milliseconds(),
        # Kept in the key itself, so that signing in need not send a list of keys: it would tell who has any.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in mine],
    )
    return webauthn.options_to_json(options)


def add(
    desk: Desk, site: RelyingParty, person: Person, asker: Asker, answer: str, *, name: str
) -> Passkey | AccountsError:
    """Keep the passkey that the browser has made; returns the failure when there is one."""
    challenge = _answered(desk, ADD, asker)
    if challenge is None:
        return PasskeyExpired()
    made = _checked(
        lambda: webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    )
    if made is None:
        return PasskeyRefused()
    credential_id = bytes_to_base64url(made.credential_id)
    if _by_credential(desk, credential_id):
        return PasskeyKnown()
    passkey = Passkey(
        person_id=person.id,
        credential_id=credential_id,
        public_key=made.credential_public_key,
        signatures=made.sign_count,
        name=one_line(name)[:LONGEST_NAME] or f"Passkey {len(of(desk, person)) + 1}",
        created_at=desk.now,
    )
    desk.session.add(passkey)
    desk.session.flush()
    return passkey


def ask(desk: Desk, site: RelyingParty, purpose: str, asker: Asker) -> str | TooManyAttempts:
    """What the browser needs to use a passkey, as JSON: the same for everybody, with or without one."""
    challenge = _ask(desk, purpose, asker)
    if isinstance(challenge, TooManyAttempts):
        return challenge
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=base64url_to_bytes(challenge),
        timeout=_milliseconds(),
        user_verification=VERIFIED,
    )
    return webauthn.options_to_json(options)


def check(
    desk: Desk, site: RelyingParty, purpose: str, asker: Asker, answer: str, *, person: Person | None
) -> Passkey | AccountsError:
    """Is this the answer of a passkey of this person? Asked once, answered once, whether right or wrong."""
    challenge = _answered(desk, purpose, asker)
    if challenge is None:
        return PasskeyExpired()
    given = _checked(lambda: parse_authentication_credential_json(answer))
    passkey = _by_credential(desk, bytes_to_base64url(given.raw_id)) if given else None
    if given is None or passkey is None:
        return PasskeyRefused()
    signed = _checked(
        lambda: webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.signatures,
            require_user_verification=True,
        )
    )
    if signed is None or person is None or not _belongs(passkey, person, given.response.user_handle):
        return PasskeyRefused()
    return passkey if _count_signature(desk, passkey, signed.new_sign_count) else PasskeyRefused()


def _ask(desk: Desk, purpose: str, asker: Asker) -> str | TooManyAttempts:
    """A new question of this browser; the one before works no more."""
    buckets = [Bucket("passkey.account", asker.fingerprint), *throttling.source("passkey", asker.address)]
    if refusal := throttling.count(desk, buckets):
        return refusal
    _answered(desk, purpose, asker)
    question = PasskeyChallenge(
        purpose=purpose, asked_of=asker.fingerprint, challenge=random_token(), expires_at=desk.now + LIVES
    )
    desk.session.add(question)
    desk.session.flush()
    return question.challenge


def _answered(desk: Desk, purpose: str, asker: Asker) -> str | None:
    """The open question of this browser, used up by one statement; none when it was answered or is too old."""
    open_question = update(PasskeyChallenge).where(
        PasskeyChallenge.purpose == purpose,
        PasskeyChallenge.asked_of == asker.fingerprint,
        PasskeyChallenge.answered_at.is_(None),
        PasskeyChallenge.expires_at > desk.now,
    )
    answered = open_question.values(answered_at=desk.now).returning(PasskeyChallenge.challenge)
    return desk.session.scalars(answered.execution_options(synchronize_session=False)).first()


def _checked(check: Callable[[], Made]) -> Made | None:
    """What the library makes of an answer; none when it is refused.

    The answer is bytes from outside: whatever its readers of JSON, CBOR and keys stumble over, it is no passkey.
    """
    try:
        return check()
    except Exception:
        return None


def _by_credential(desk: Desk, credential_id: str) -> Passkey | None:
    wanted = select(Passkey).where(Passkey.credential_id == credential_id)
    return desk.session.scalar(wanted.execution_options(populate_existing=True))


def _belongs(passkey: Passkey, person: Person, handle: bytes | None) -> bool:
    """Is it this person's own, and does the key itself say so, if it says anything?"""
    return person.active and passkey.person_id == person.id and handle in (None, b"", _handle(person))


def _count_signature(desk: Desk, passkey: Passkey, signatures: int) -> bool:
    """Write the key's counter down; a counter that stands still or goes back is that of a copied key."""
    goes_on = Passkey.signatures < signatures if signatures else Passkey.signatures == 0
    counted = update(Passkey).where(Passkey.id == passkey.id, goes_on)
    counted = counted.values(signatures=signatures, used_at=desk.now)
    return desk.session.scalar(counted.returning(Passkey.id)) is not None


def _handle(person: Person) -> bytes:
    """What the key keeps of its owner: says nothing to anybody else."""
    return bytes.fromhex(person.id)


def _milliseconds() -> int:
    return int(LIVES.total_seconds() * 1000)


def _is_number(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return False
