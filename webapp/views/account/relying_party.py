"""What a browser's passkey is asked for: this site, in the words of WebAuthn, and the browser of this request."""

from flask import Response, request

from webapp.accounts.errors import AccountsError
from webapp.accounts.passkey_answers import Asker, RelyingParty
from webapp.views.identity import address, portal


def site() -> RelyingParty:
    """This site, by the address in its settings, whatever address it was opened by."""
    return RelyingParty.at(portal().config.base_url)


def asker(token: str) -> Asker:
    """The browser of this request, which holds the token of a sign-in, a proof or a session."""
    return Asker(token=token, address=address())


def works_here() -> bool:
    """Do browsers use passkeys at the address by which this page was opened?"""
    return site().works_at(request.host.rpartition(":")[0] or request.host)


def as_question(options: str | AccountsError) -> Response:
    """What a script asks the browser with; without it, it says that it did not work."""
    if isinstance(options, AccountsError):
        return Response("{}", status=429, mimetype="application/json")
    return Response(options, mimetype="application/json")
