"""What the school that the plan in force names asks for, on a form beside that plan: by its account or by its link."""

from flask import Blueprint, url_for

from webapp.letters.errors import LetterNotFound
from webapp.plans import asked_by_school
from webapp.views import actions, form_steps
from webapp.views.contributions.advice import acting, owner
from webapp.views.identity import portal
from webapp.views.letters.copies import opened
from webapp.views.permission import adviser

blueprint = Blueprint("school_actions", __name__)


@blueprint.route("/advice/letters/<letter_id>/do/<name>/<slug>", methods=["GET", "POST"])
@adviser
def page(letter_id: str, name: str, slug: str) -> form_steps.Answer:
    """One page of the form, or the check of all answers."""
    with portal().work() as services:  # opening the letter is written down
        letter = opened(services, letter_id)
        school = asked_by_school.school_of(services, letter)
        if school is None:
            raise LetterNotFound
        who = asked_by_school.acting_for(school, acting(services))
        at = actions.Place(
            url=lambda slug: url_for("school_actions.page", letter_id=letter.id, name=name, slug=slug),
            back=url_for("copies.plan", letter_id=letter.id),
            owner=owner(services),
            thanks="We have what you sent. Thank you. We tell the family that you have asked.",
            gone="This cannot be asked now: it is asked already, or the case has moved on. Nothing was sent.",
        )
        action = actions.find(services, letter.case.reference, name, who)
        return actions.serve(services, action, who, slug, at)
