"""Sign in with password and emailed code, and sign out on the server."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug import Response

from webapp.accounts import CodeSent, SignedIn, TooManyAttempts
from webapp.accounts.errors import FactorLocked
from webapp.accounts.signing_in import SIGN_IN
from webapp.errors import sentence
from webapp.mail.telling import tell
from webapp.portal import Services
from webapp.presenters.browsers import browser_words
from webapp.presenters.fields import FieldError
from webapp.presenters.words import moment
from webapp.service_tasks import MAIL
from webapp.views.account import setting_up, ways
from webapp.views.account.ways import EMAIL, WAYS, Way
from webapp.views.addresses import page_of_ours
from webapp.views.identity import address, me, portal, signed_in_as
from webapp.views.permission import first_signed_in, public

blueprint = Blueprint("account", __name__)
CHALLENGE, TYPED = "challenge", "typed_email"
SUBJECT = "Your sign-in code"
DEVICE_DAYS = 180

Page = str | Response | tuple[str, int]


@blueprint.get("/sign-in")
@public
def sign_in() -> str:
    """Email address and password."""
    return render_template("account/sign_in.html", errors=[], email="")


@blueprint.post("/sign-in")
@public
def check_password() -> Page:
    """The same page follows whatever was typed: it tells nobody whether the account exists."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    if errors := _missing(email, password):
        return render_template("account/sign_in.html", errors=errors, email=email), 422
    with portal().work() as services:
        outcome = services.accounts.sign_in(email, password, address=address(), device_token=_device())
        if isinstance(outcome, CodeSent):
            _send(services, outcome)
    if isinstance(outcome, TooManyAttempts):
        errors = [FieldError("email", str(outcome))]
        return render_template("account/sign_in.html", errors=errors, email=email), 429
    session[CHALLENGE], session[TYPED] = outcome.token, email
    usual = request.cookies.get(portal().config.cookie("way"), "")
    return redirect(url_for("account.code", slug=usual if usual in WAYS else EMAIL.slug))


@blueprint.get("/sign-in/code", defaults={"slug": EMAIL.slug})
@blueprint.get("/sign-in/with/<slug>")
@public
def code(slug: str) -> Page:
    """The second step: a code from the mail, or what else this browser was signed in with last."""
    if CHALLENGE not in session:
        return redirect(url_for("account.sign_in"))
    return _question(ways.way(slug), [], 200)


@blueprint.get("/sign-in/another-way")
@public
def another_way() -> str:
    """All ways, for everybody: the page says nothing about who has which, nor whether the password was right."""
    return render_template("factors/other_ways.html", ways=WAYS.values())


@blueprint.post("/sign-in/code", defaults={"slug": EMAIL.slug})
@blueprint.post("/sign-in/with/<slug>")
@public
def check_code(slug: str) -> Page:
    """Right: signed in, with a new session. Wrong: the same page and what to do."""
    if CHALLENGE not in session:
        return redirect(url_for("account.sign_in"))
    way, browser = ways.way(slug), request.user_agent.string[:200]
    typed = request.form.get("code", "")
    with portal().work() as services:
        outcome = services.accounts.enter_code(
            session.get(CHALLENGE, ""), typed, kind=way.kind, browser=browser, device_token=_device()
        )
        if isinstance(outcome, SignedIn):
            person = outcome.person
            ways.used(services, person, way)
            if outcome.new_browser:
                when = {"browser": browser_words(browser), "when": moment(services.now)}
                tell(services, person, "new_browser", values=when)
            if not outcome.two_factor_is_on:
                setting_up.begin(services, person)
            user = signed_in_as(services, outcome.session, outcome.session_token)
        elif isinstance(outcome, FactorLocked):
            # Only the owner, by mail, learns that codes were guessed at.
            tell(services, services.accounts.people.get(outcome.person_id), "sign_in_locked")
    if not isinstance(outcome, SignedIn):
        return _question(way, [FieldError("code", sentence(outcome))], 422)
    wanted = page_of_ours(session.get("next", ""))
    session.clear()  # nothing of the visitor's session goes on: no fixation
    login_user(user)
    response = redirect(wanted or url_for("home.home"))
    usual = {"way": way.slug} if way.usual else {}
    return _remembering(response, device=outcome.device_token, **usual)


@blueprint.post("/sign-in/new-code")
@public
def new_code() -> Page:
    """A new code; the old one stops working."""
    if CHALLENGE not in session:
        return redirect(url_for("account.sign_in"))
    with portal().work() as services:
        outcome = services.accounts.resend_code(session.get(CHALLENGE, ""))
        if isinstance(outcome, CodeSent):
            session[CHALLENGE] = outcome.token
            _send(services, outcome)
    if not isinstance(outcome, CodeSent):
        return _question(EMAIL, [FieldError("code", sentence(outcome))], 422)
    return redirect(url_for("account.code", sent="again"))


@blueprint.post("/sign-out")
@first_signed_in
def sign_out() -> Response:
    """The session ends on the server; a copied cookie is dead."""
    with portal().work() as services:
        if row := services.accounts.sessions.find(me().token):
            services.accounts.sessions.end(row)
    logout_user()
    session.clear()
    return redirect("/")


def _question(way: Way, errors: list[FieldError], status: int) -> tuple[str, int]:
    with portal().look() as services:
        values = way.values(services, session.get(CHALLENGE, ""), SIGN_IN)
    page = render_template(
        "factors/ask.html",
        way=way,
        errors=errors,
        signing_in=True,
        caption="Sign in, step 2 of 2",
        email=session.get(TYPED, ""),
        again=request.args.get("sent") == "again",
        act="Sign in",
        subject=SUBJECT,
        check_url=url_for("account.check_code", slug=way.slug),
        new_code_url=url_for("account.new_code"),
        back_url=url_for("account.sign_in"),
        other_url=url_for("account.another_way") if len(WAYS) > 1 else "",
        **values,
    )
    return page, status


def _missing(email: str, password: str) -> list[FieldError]:
    wanted = (("email", email, "Enter your email address"), ("password", password, "Enter your password"))
    return [FieldError(name, words) for name, typed, words in wanted if not typed.strip()]


def _send(services: Services, sent: CodeSent) -> None:
    payload = {"notice": "sign_in_code", "challenge": sent.challenge_id}
    key = f"code:{sent.challenge_id}:{services.now.isoformat()}"
    services.engine.effects.defer(MAIL, key=key, business_key="", payload=payload)


def _device() -> str:
    return request.cookies.get(portal().config.cookie("device"), "")


# The device cookie only lets its owner past strangers' wrong guesses; it signs nobody in. The way is what the
# browser's next sign-in asks for first: it belongs to the browser, so the page is the same whoever is typed.
def _remembering(response: Response, **cookies: str) -> Response:
    config = portal().config
    for key, value in cookies.items():
        response.set_cookie(
            config.cookie(key),
            value,
            max_age=DEVICE_DAYS * 86_400,
            secure=config.https,
            httponly=True,
            samesite="Lax",
        )
    return response
