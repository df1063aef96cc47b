"""The question to a passkey, and what its answer proves: asked in one browser for one purpose, answered once."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import select, update
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.structs import UserVerificationRequirement

from webapp.accounts import throttling
from webapp.accounts.desk import Desk
from webapp.accounts.errors import AccountsError, PasskeyExpired, PasskeyRefused, PasskeyWrong, TooManyAttempts
from webapp.accounts.factors import Kind
from webapp.accounts.models import CodeChallenge, Passkey, PasskeyChallenge, Person
from webapp.accounts.throttling import Bucket
from webapp.accounts.tokens import fingerprint, random_token

PASSKEY = "passkey"  # the kind of second factor
LIVES = timedelta(minutes=5)  # of a question; the browser gives up before
MILLISECONDS = int(LIVES.total_seconds() * 1000)
Made = TypeVar("Made")
VERIFIED = UserVerificationRequirement.REQUIRED  # by finger, face or PIN: a stolen phone is not enough


@dataclass(frozen=True, kw_only=True)
class RelyingParty:
    """Who asks, in the words of WebAuthn: a passkey belongs to one host name and works nowhere else."""

    host: str
    origin: str  # scheme, host and port, as browsers write it

    @classmethod
    def at(cls, base_url: str) -> "RelyingParty":
        """The site with this address."""
        address = urlsplit(base_url)
        host, port = address.hostname or "", address.port
        default = port in (None, {"http": 80, "https": 443}[address.scheme])
        return cls(host=host, origin=f"{address.scheme}://{host}" + ("" if default else f":{port}"))

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


@dataclass(frozen=True, kw_only=True)
class Question:
    """One that has just been answered."""

    challenge: str
    site: RelyingParty


class PasskeyAnswer(Kind):
    """A passkey as a second factor: the question of this sign-in or this proof, signed by a key of the person's own."""

    name = PASSKEY
    strong = True
    late = PasskeyExpired

    def read(self, typed: str) -> str | AccountsError:
        return typed if checked(lambda: parse_authentication_credential_json(typed)) else PasskeyRefused()

    def proves(self, desk: Desk, challenge: CodeChallenge, person: Person, answer: str) -> bool:
        return isinstance(check(desk, challenge.purpose, challenge.token_hash, answer, person=person), Passkey)

    def wrong(self, tries_left: int) -> PasskeyWrong:
        return PasskeyWrong(tries_left)


def ask(desk: Desk, site: RelyingParty, purpose: str, asker: Asker) -> str | TooManyAttempts:
    """What the browser needs to use a passkey, as JSON: the same for everybody, with or without one."""
    challenge = new_question(desk, site, purpose, asker)
    if isinstance(challenge, TooManyAttempts):
        return challenge
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=base64url_to_bytes(challenge),
        timeout=MILLISECONDS,
        user_verification=VERIFIED,
    )
    return webauthn.options_to_json(options)


def check(desk: Desk, purpose: str, asked_of: str, answer: str, *, person: Person | None) -> Passkey | AccountsError:
    """Is this the answer of a passkey of this person? Asked once, answered once, whether right or wrong."""
    question = answered(desk, purpose, asked_of)
    if question is None:
        return PasskeyExpired()
    given = checked(lambda: parse_authentication_credential_json(answer))
    passkey = by_credential(desk, bytes_to_base64url(given.raw_id)) if given else None
    if given is None or passkey is None:
        return PasskeyRefused()
    signed = checked(
        lambda: webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=base64url_to_bytes(question.challenge),
            expected_rp_id=question.site.host,
            expected_origin=question.site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.signatures,
            require_user_verification=True,
        )
    )
    if signed is None or person is None or not _belongs(passkey, person, given.response.user_handle):
        return PasskeyRefused()
    return passkey if _count_signature(desk, passkey, signed.new_sign_count) else PasskeyRefused()


def new_question(desk: Desk, site: RelyingParty, purpose: str, asker: Asker) -> str | TooManyAttempts:
    """A new question of this browser; the one before works no more."""
    buckets = [Bucket("passkey.account", asker.fingerprint), *throttling.source("passkey", asker.address)]
    if refusal := throttling.count(desk, buckets):
        return refusal
    answered(desk, purpose, asker.fingerprint)
    question = PasskeyChallenge(
        purpose=purpose,
        asked_of=asker.fingerprint,
        origin=site.origin,
        challenge=random_token(),
        expires_at=desk.now + LIVES,
    )
    desk.session.add(question)
    desk.session.flush()
    return question.challenge


def answered(desk: Desk, purpose: str, asked_of: str) -> Question | None:
    """The open question of this browser, used up by one statement; none when it was answered or is too old."""
    open_question = update(PasskeyChallenge).where(
        PasskeyChallenge.purpose == purpose,
        PasskeyChallenge.asked_of == asked_of,
        PasskeyChallenge.answered_at.is_(None),
        PasskeyChallenge.expires_at > desk.now,
    )
    used = open_question.values(answered_at=desk.now).returning(PasskeyChallenge.challenge, PasskeyChallenge.origin)
    found = desk.session.execute(used.execution_options(synchronize_session=False)).first()
    return Question(challenge=found.challenge, site=RelyingParty.at(found.origin)) if found else None


def checked(check: Callable[[], Made]) -> Made | None:
    """What the library makes of an answer; none when it is refused.

    The answer is bytes from outside: whatever its readers of JSON, CBOR and keys stumble over, it is no passkey.
    """
    try:
        return check()
    except Exception:
        return None


def by_credential(desk: Desk, credential_id: str) -> Passkey | None:
    """The passkey with this name of the key's own."""
    wanted = select(Passkey).where(Passkey.credential_id == credential_id)
    return desk.session.scalar(wanted.execution_options(populate_existing=True))


def handle_of(person: Person) -> bytes:
    """What the key keeps of its owner: says nothing to anybody else."""
    return bytes.fromhex(person.id)


def _belongs(passkey: Passkey, person: Person, handle: bytes | None) -> bool:
    """Is it this person's own, and does the key itself say so, if it says anything?"""
    return person.active and passkey.person_id == person.id and handle in (None, b"", handle_of(person))


def _count_signature(desk: Desk, passkey: Passkey, signatures: int) -> bool:
    """Write the key's counter down; a counter that stands still or goes back is that of a copied key."""
    goes_on = Passkey.signatures < signatures if signatures else Passkey.signatures == 0
    counted = update(Passkey).where(Passkey.id == passkey.id, goes_on)
    counted = counted.values(signatures=signatures, used_at=desk.now)
    return desk.session.scalar(counted.returning(Passkey.id)) is not None


def _is_number(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return False
