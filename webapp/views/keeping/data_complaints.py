"""A complaint about personal data: a page for anybody, and the officers' list."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_login import current_user
from werkzeug import Response

from webapp import keeping
from webapp.accounts.errors import EmailNotValid, TooManyAttempts
from webapp.accounts.models import Person
from webapp.errors import sentence
from webapp.keeping import complaints
from webapp.london import london_day
from webapp.mail import about_complaints
from webapp.portal import Services
from webapp.presenters import keeping as words
from webapp.presenters.fields import FieldError
from webapp.views.identity import address, me, my_account, portal
from webapp.views.permission import public, staff
from webapp.views.typed import text, too_long

blueprint = Blueprint("data_complaints", __name__)
Page = str | Response | tuple[str, int]
SENT = "data_complaint"
BESIDE: dict[type[Exception], str] = {
    keeping.NameMissing: "name",
    keeping.ReachMissing: "reach",
    keeping.WordsMissing: "words",
}
MOST = 10_000  # characters


@blueprint.get("/complain/data")
@public
def page() -> Page:
    """Three questions; whoever is signed in finds two answered."""
    name, reach = "", ""
    if current_user.is_authenticated:
        with portal().look() as services:
            person = my_account(services)
            name, reach = person.name, person.email
    return _form([], name=name, reach=reach, words="")


@blueprint.post("/complain/data")
@public
def send() -> Page:
    """Take it; the page that follows says its number."""
    typed = {name: text(name) for name in ("name", "reach", "words")}
    if errors := too_long(MOST):
        return _form(errors, **typed), 422
    try:
        with portal().work() as services:
            made = complaints.complain(services, **typed, person=_person(services), address=address())
            about_complaints.has_come(services, made)
            session[SENT] = made.reference
    except (keeping.NameMissing, keeping.ReachMissing, keeping.WordsMissing, EmailNotValid) as fault:
        return _form([FieldError(BESIDE.get(type(fault), "reach"), sentence(fault))], **typed), 422
    except TooManyAttempts as fault:
        return _form([FieldError("words", sentence(fault))], **typed), 429
    return redirect(url_for("data_complaints.sent"))


@blueprint.get("/complain/data/sent")
@public
def sent() -> Page:
    """Its number, and what comes next."""
    if SENT not in session:
        return redirect(url_for("data_complaints.page"))
    return render_template("keeping/complaint_sent.html", reference=session[SENT])


@blueprint.get("/keeping/complaints")
@staff
def open_ones() -> str:
    """Those that wait for an answer, by the day on which they came."""
    keeping.require_records(me().groups)
    with portal().look() as services:
        today = london_day(services.now)
        rows = [(each, words.complaint_tag(each, today=today)) for each in complaints.open_ones(services)]
        return render_template("keeping/complaints.html", rows=rows)


@blueprint.get("/keeping/complaints/<reference>")
@staff
def one(reference: str) -> Page:
    """What they say, and what we did."""
    return _one(reference, [], 200)


@blueprint.post("/keeping/complaints/<reference>")
@staff
def settle(reference: str) -> Page:
    """They were told that we have it, or what we found."""
    keeping.require_records(me().groups)
    errors = too_long(MOST)
    if not errors:
        try:
            with portal().work() as services:
                _settle(services, reference)
        except keeping.ReasonMissing:
            errors = [FieldError("answer", "Write down what you told them")]
    if errors:
        return _one(reference, errors, 422)
    flash("Written down.")
    return redirect(url_for("data_complaints.one", reference=reference))


def _settle(services: Services, reference: str) -> None:
    found, by = complaints.find(services, reference), my_account(services)
    if text("action") == "acknowledge":
        complaints.acknowledge(services, found, by=by)
    else:
        complaints.answer(services, found, text("answer"), by=by)


def _one(reference: str, errors: list[FieldError], status: int) -> Page:
    keeping.require_records(me().groups)
    with portal().look() as services:
        found = complaints.find(services, reference)
        tag = words.complaint_tag(found, today=london_day(services.now))
        page_ = render_template("keeping/complaint.html", one=found, tag=tag, answer=text("answer"), errors=errors)
    return page_, status


def _form(errors: list[FieldError], **typed: str) -> str:
    return render_template("keeping/complain.html", errors=errors, **typed)


def _person(services: Services) -> Person | None:
    return my_account(services) if current_user.is_authenticated else None
