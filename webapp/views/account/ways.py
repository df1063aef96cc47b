"""The ways to show a second factor, as pages ask for them: one entry for each kind of `webapp.accounts.kinds`.

A kind more is: its module in `webapp/accounts` with a line in `kinds.KINDS`, an entry here, and
`templates/factors/ways/<slug>.html`, which asks for it in a form that posts `code` to `check_url`. The same page
then serves signing in and confirming that it is you. It must look the same whoever is asking: at sign-in nobody
knows yet whether the password was right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for

from webapp.accounts.kinds import KINDS
from webapp.accounts.models import Person
from webapp.accounts.signing_in import SIGN_IN
from webapp.mail.telling import tell
from webapp.portal import Services
from webapp.views.account.relying_party import works_here


def _nothing(*_: Any) -> dict[str, str]:
    return {}


def _passkey(_services: Services, _token: str, purpose: str) -> dict[str, Any]:
    asks = "passkeys.question_to_sign_in" if purpose == SIGN_IN else "passkeys.question_to_prove"
    return {"question": url_for(asks), "works": works_here()}


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way, in words."""

    kind: str  # as in webapp.accounts.kinds
    slug: str  # in addresses, and the name of its template
    title: str  # in a list of ways
    details: str
    begin: str  # on the button that begins to confirm with it
    heading: str  # of the page that asks
    values: Callable[[Services, str, str], Mapping[str, Any]] = _nothing  # token, purpose -> more for its template
    page: str = ""  # endpoint of the page on which one sets it up; none: everybody has it
    remove: str = ""  # endpoint that takes it off again
    usual: bool = True  # whether a browser that was signed in with it asks for it first the next time
    notice: str = ""  # what its owner is told each time it is used
    told: Callable[[Services, Person], Mapping[str, str]] = _nothing  # what that notice says more


EMAIL = Way(
    kind="email",
    slug="email",
    title="A code by email",
    details="We send it to the email address that you sign in with.",
    begin="Email me a code",
    heading="Check your email",
)
APP = Way(
    kind="authenticator",
    slug="app",
    title="A code from an authenticator app",
    details="An app on your phone shows a new code every 30 seconds.",
    begin="Use my authenticator app",
    heading="Enter the code in your app",
    page="authenticator.page",
    remove="authenticator.remove",
)
PASSKEY = Way(
    kind="passkey",
    slug="passkey",
    title="A passkey",
    details="Your finger, your face or the PIN of a phone, computer or security key.",
    begin="Use my passkey",
    heading="Use your passkey",
    values=_passkey,
    page="passkeys.index",
)
RECOVERY_CODE = Way(
    kind="recovery_code",
    slug="recovery-code",
    title="A recovery code",
    details="One of ten codes to keep for the day on which you lose your phone or cannot get at your email.",
    begin="Use a recovery code",
    heading="Enter a recovery code",
    page="recovery_codes.page",
    usual=False,
    notice="recovery_code_used",
    told=lambda services, person: {"left": str(services.accounts.recovery_codes.left(person))},
)
WAYS = {way.slug: way for way in (EMAIL, APP, PASSKEY, RECOVERY_CODE)}
STRONG = tuple(way for way in WAYS.values() if KINDS[way.kind].strong)  # one of these is what staff need


def way(slug: str) -> Way:
    """The way of this address, else 404."""
    return WAYS[slug] if slug in WAYS else abort(404)


def ways_of(services: Services, person: Person) -> list[Way]:
    """The ways that this person has."""
    held = services.accounts.factors.held(person) or {EMAIL.kind}
    return [way for way in WAYS.values() if way.kind in held]


def used(services: Services, person: Person, way: Way) -> None:
    """Tell the owner, if this is a way of which they are told."""
    if way.notice:
        tell(services, person, way.notice, values=way.told(services, person))
