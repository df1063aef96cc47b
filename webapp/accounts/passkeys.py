"""The passkeys that people keep: listed, added with the browser's help, removed."""

import webauthn
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
)

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
from webapp.accounts.kinds import Factors
from webapp.accounts.models import Passkey, Person
from webapp.accounts.passkey_answers import (
    MILLISECONDS,
    PASSKEY,
    VERIFIED,
    Asker,
    RelyingParty,
    answered,
    by_credential,
    checked,
    handle_of,
    new_question,
)

ADD = "add"
MOST = 10  # of one person
LONGEST_NAME = 60


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
    if not of(desk, person):
        Factors(desk).remove(person, PASSKEY)
    return found


def remove_all(desk: Desk, person: Person) -> None:
    """None of this person's passkeys proves anything any more."""
    for each in of(desk, person):
        remove(desk, person, each.id)


def ask_for_new(desk: Desk, site: RelyingParty, person: Person, asker: Asker, *, service: str) -> str | AccountsError:
    """What the browser needs to make a passkey, as JSON; PasskeysFull, TooManyAttempts."""
    mine = of(desk, person)
    if len(mine) >= MOST:
        return PasskeysFull(MOST)
    challenge = new_question(desk, site, ADD, asker)
    if isinstance(challenge, TooManyAttempts):
        return challenge
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=service,
        user_id=handle_of(person),
        user_name=person.email,
        user_display_name=person.name,
        challenge=base64url_to_bytes(challenge),
        timeout=MILLISECONDS,
        # Kept in the key itself, so that signing in need not send a list of keys: it would tell who has any.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in mine],
    )
    return webauthn.options_to_json(options)


def add(desk: Desk, person: Person, asker: Asker, answer: str, *, name: str) -> Passkey | AccountsError:
    """Keep the passkey that the browser has made; returns the failure when there is one."""
    question = answered(desk, ADD, asker.fingerprint)
    if question is None:
        return PasskeyExpired()
    made = checked(
        lambda: webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(question.challenge),
            expected_rp_id=question.site.host,
            expected_origin=question.site.origin,
            require_user_verification=True,
        )
    )
    if made is None:
        return PasskeyRefused()
    credential_id = bytes_to_base64url(made.credential_id)
    if by_credential(desk, credential_id):
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
    Factors(desk).add(person, PASSKEY)
    return passkey
