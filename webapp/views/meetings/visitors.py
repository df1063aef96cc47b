"""Somebody from outside the family who is invited to a meeting answers by the link of their mail."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug import Response as Redirect

from webapp.errors import sentence
from webapp.meetings import answering, visitors
from webapp.meetings.errors import AnswerMissing
from webapp.portal import Services
from webapp.presenters import meetings as words
from webapp.presenters.fields import FieldError
from webapp.views.identity import portal
from webapp.views.meetings.meetings import ANSWERS
from webapp.views.permission import public
from webapp.views.typed import text, too_long

blueprint = Blueprint("meeting_visitors", __name__)
Page = str | Response | Redirect | tuple[str, int]


@blueprint.get("/meeting/<token>")
@public
def opened(token: str) -> Page:
    """When and where it is, and the question whether they come; opening changes nothing."""
    with portal().look() as services:
        return _page(services, token, [])


@blueprint.post("/meeting/<token>")
@public
def answer(token: str) -> Page:
    """Until it begins the answer may change."""
    errors = too_long()
    with portal().work() as services:
        visitor = visitors.opened(services, token)
        if errors:
            return _page(services, token, errors), 422
        try:
            answering.answer_as_visitor(services, visitor, text("coming"), text("words"))
        except AnswerMissing as fault:
            return _page(services, token, [FieldError("coming", sentence(fault))]), 422
    flash("We have your answer. Thank you.")
    return redirect(url_for("meeting_visitors.opened", token=token))


def _page(services: Services, token: str, errors: list[FieldError]) -> str:
    visitor = visitors.opened(services, token)
    found = visitors.view(services, visitor)
    moves = found.state == "moving"
    return render_template(
        "meetings/visitor.html",
        name=visitor.name,
        meeting=found,
        title=words.title(found.way, None if moves else found.starts_at),
        facts=[] if moves else words.facts(found),
        token=token,
        answers=ANSWERS,
        typed={"coming": text("coming") or found.answer, "words": text("words") or found.words},
        errors=errors,
    )
