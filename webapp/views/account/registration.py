"""Registering: the form's pages, the password, the mailed link whose page's button confirms, the thank-you page."""

import secrets

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug import Response

from engine import Actor, Membership, NobodyWaits
from webapp.accounts import RULES, Registration, TooManyAttempts
from webapp.accounts.errors import PasswordTooWeak
from webapp.accounts.registration import REGISTRANT
from webapp.form_pages import FormPlace, FormRun
from webapp.people.details_form import details_from
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.identity import address, portal
from webapp.views.permission import public, ticket_holder

blueprint = Blueprint("registration", __name__)
PROCESS, RESEND = "registration", "ConfirmationResendAsked"
VISITOR, EMAIL = "visitor", "registered_email"
Page = str | Response | tuple[str, int]


class SentAlready(Exception):
    """The same form, at the same moment: its button was pressed twice."""


@blueprint.get("/register")
@public
def start() -> Response:
    """The first page of the form."""
    with portal().look() as services:
        first = _run(services).definition.pages[0]
    return redirect(url_for("registration.page", slug=first.slug))


@blueprint.route("/register/<slug>", methods=["GET", "POST"])
@public
def page(slug: str) -> Page:
    """One page of the form, or the check of all answers."""
    steps = form_steps.Steps(
        url=lambda to: url_for("registration.page", slug=to),
        caption="Register",
        leave=url_for("information.home"),
        send_words="Continue",
        what_next="Next, you choose a password. Nothing is sent before that.",
    )
    work = portal().work if request.method == "POST" else portal().look
    with work() as services:
        return form_steps.serve(_run(services), steps, slug, finish=lambda _: url_for("registration.password"))


@blueprint.get("/register/password")
@public
def password() -> Page:
    """The five rules, and a field for a password that goes to the accounts alone."""
    with portal().look() as services:
        run = _run(services)
        if run.bind(run.entries).errors:
            return redirect(url_for("registration.start"))
        email = str(run.bind(run.entries).answers["email"])
    return _password_page(email, [], 200)


@blueprint.post("/register/password")
@public
def create() -> Page:
    """Keep details and password until the address is confirmed, and let the drawing send the right mail."""
    typed = request.form.get("password", "")
    with portal().look() as services:
        run = _run(services)
        bound, sent = run.bind(run.entries), f"{run.where.owner.id}:{run.saved_at}:{run.version}"
    if bound.errors:
        return redirect(url_for("registration.start"))
    email = str(bound.answers["email"])
    if not typed:
        return _password_page(email, [FieldError("password", "Enter a password")], 422)
    outcome: Registration | TooManyAttempts | None
    try:
        outcome = _register(bound.answers, typed, sent)
    except PasswordTooWeak as weak:
        return _password_page(email, [FieldError("password", rule.error) for rule in weak.broken], 422)
    except SentAlready:
        outcome = _sent_before(sent)
    if isinstance(outcome, TooManyAttempts):
        return _password_page(email, [FieldError("password", str(outcome))], 429)
    session[EMAIL] = email
    answer = redirect(url_for("registration.sent"))
    return _with_ticket(answer, outcome) if outcome else answer


@blueprint.get("/register/sent")
@public
def sent() -> Page:
    """Look in your inbox: the same page for a known and an unknown address."""
    if EMAIL not in session:
        return redirect(url_for("registration.start"))
    again = request.args.get("again") == "yes"
    return render_template("registration/sent.html", email=session[EMAIL], again=again, errors=[])


@blueprint.post("/register/send-again")
@ticket_holder
def send_again() -> Page:
    """A new link; the old one stops working. Says the same whether or not the address was known."""
    key = g.ticket.business_key
    with portal().work() as services:
        outcome = services.accounts.resend_confirmation(key, address=address())
        if not isinstance(outcome, TooManyAttempts):
            _ask_again(services, key, outcome.id)
    if isinstance(outcome, TooManyAttempts):
        errors = [FieldError("again", str(outcome))]
        return render_template("registration/sent.html", email=session.get(EMAIL, ""), again=False, errors=errors), 429
    return redirect(url_for("registration.sent", again="yes"))


@blueprint.get("/register/confirm/<token>")
@public
def confirmation(token: str) -> str:
    """A page with a button: mail scanners open links, and opening must change nothing."""
    with portal().look() as services:
        email = services.accounts.open_confirmation(token).email
    return render_template("registration/confirm.html", email=email, token=token)


@blueprint.post("/register/confirm/<token>")
@public
def confirm(token: str) -> Response:
    """The button: the account is made and the drawing goes on."""
    with portal().work() as services:
        confirmed = services.accounts.confirm(token)
        actor = _registrant(confirmed.business_key)
        for task in services.engine.user_tasks.personal(actor):
            services.engine.user_tasks.complete(task.id, by=actor, answers={})
        session[EMAIL] = confirmed.person.email
    return redirect(url_for("registration.thank_you"))


@blueprint.get("/register/thank-you")
@public
def thank_you() -> Page:
    """Your email address is your username."""
    if EMAIL not in session:
        return redirect(url_for("account.sign_in"))
    return render_template("registration/thank_you.html", email=session[EMAIL])


def _run(services: Services) -> FormRun:
    """The visitor's draft of the start form; who registers has no account yet, so the browser's session names it."""
    if VISITOR not in session:
        session[VISITOR] = secrets.token_urlsafe(24)
    definition = services.engine.deployments.current(PROCESS)
    owner = Actor(id=f"visitor:{session[VISITOR]}", name="Person registering")
    form = definition.form(definition.drawing.start().form)
    where = FormPlace(place=f"start:{PROCESS}", owner=owner, form=form)
    return FormRun(form_steps.host(services), where)


def _register(answers: dict[str, object], password: str, sent: str) -> Registration | TooManyAttempts:
    """In one transaction with the draft, so that a form is sent once. Raises PasswordTooWeak, SentAlready."""
    details = details_from(answers, email=str(answers["email"]))
    with portal().work() as services:
        run = _run(services)
        services.engine.locks.take(run.where.owner.id)
        if not run.version:
            raise SentAlready
        outcome = services.accounts.register(details, password, address=address(), sent=sent)
        if isinstance(outcome, Registration):
            run.forget()
            _begin(services, outcome, answers)
    return outcome


def _sent_before(sent: str) -> Registration | None:
    with portal().look() as services:
        return services.accounts.registered(sent)


def _begin(services: Services, registration: Registration, answers: dict[str, object]) -> None:
    key = registration.business_key
    services.engine.instances.start(PROCESS, business_key=key, by=_registrant(key), answers=answers)


def _registrant(business_key: str) -> Actor:
    """Whoever holds the ticket or the link of this registration."""
    membership = Membership(group=REGISTRANT, business_key=business_key)
    return Actor(id=f"ticket:{business_key}", name="Person registering", memberships=frozenset({membership}))


def _ask_again(services: Services, key: str, link_id: str) -> None:
    try:
        services.engine.messages.correlate(RESEND, key=key, message_id=link_id, by=_registrant(key), keep=False)
    except NobodyWaits:
        return  # a known address: its registration ended with another mail, and this page must not tell


def _password_page(email: str, errors: list[FieldError], status: int) -> tuple[str, int]:
    return render_template("registration/password.html", email=email, errors=errors, rules=RULES), status


def _with_ticket(response: Response, registration: Registration) -> Response:
    config = portal().config
    response.set_cookie(
        config.cookie("ticket"),
        registration.ticket,
        expires=registration.expires_at,
        secure=config.https,
        httponly=True,
        samesite="Lax",
    )
    return response
