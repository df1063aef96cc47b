"""The second step of signing in is lost: ask an officer to ring back, and stop it by the link in the mail."""

from flask import Blueprint, redirect, render_template, session, url_for
from werkzeug import Response

from engine import PORTAL
from webapp.accounts.errors import LinkExpired, TooManyAttempts
from webapp.accounts.models import LinkToken
from webapp.cases import lost_factor
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views.account.signing_in import CHALLENGE
from webapp.views.identity import address, portal
from webapp.views.permission import public

blueprint = Blueprint("lost_factor", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/sign-in/lost")
@public
def page() -> Page:
    """What happens, and the button that asks for it; only for whoever is at the second step."""
    if CHALLENGE not in session:
        return redirect(url_for("account.sign_in"))
    return render_template("lost_factor/ask.html", errors=[])


@blueprint.post("/sign-in/lost")
@public
def ask() -> Page:
    """The same page follows whatever was typed before: the drawing looks up who asks a moment later."""
    with portal().work() as services:
        asked = services.accounts.lost_factors.ask(session.get(CHALLENGE, ""), address=address())
        if not isinstance(asked, TooManyAttempts):
            services.engine.instances.start(lost_factor.PROCESS, business_key=asked.reference, by=PORTAL)
    if isinstance(asked, TooManyAttempts):
        return render_template("lost_factor/ask.html", errors=[FieldError("ask", str(asked))]), 429
    return redirect(url_for("lost_factor.asked"))


@blueprint.get("/sign-in/lost/asked")
@public
def asked() -> str:
    """What comes next, if the password was right."""
    return render_template("lost_factor/asked.html")


@blueprint.get("/stop-reset/<token>")
@public
def confirm_stop(token: str) -> str:
    """The page behind the link; opening it changes nothing. Raises LinkUnknown, LinkUsed, LinkExpired."""
    with portal().look() as services:
        _under_way(services, token)
    return render_template("lost_factor/stop.html", token=token)


@blueprint.post("/stop-reset/<token>")
@public
def stop(token: str) -> Response:
    """Sign-in stays as it is."""
    with portal().work() as services:
        link, business_key = _under_way(services, token)
        services.accounts.lost_factors.stop(link)
        services.engine.messages.correlate("ResetStopped", key=business_key, message_id=f"stop:{link.id}", keep=False)
    return redirect(url_for("lost_factor.stopped"))


@blueprint.get("/stop-reset")
@public
def stopped() -> str:
    """It is stopped; and what to do about a password that somebody knows."""
    return render_template("lost_factor/stopped.html")


def _under_way(services: Services, token: str) -> tuple[LinkToken, str]:
    link, person = services.accounts.lost_factors.opened(token)
    business_key = lost_factor.running(services, person)
    if not business_key:
        raise LinkExpired
    return link, business_key
