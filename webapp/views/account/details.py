"""Your details: the one door to everything about one's own account, and the pages that change what stands there."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from webapp import form_pages
from webapp.accounts import TooManyAttempts, naming
from webapp.accounts.directory import WORKING
from webapp.accounts.own_details import details_of
from webapp.mail.telling import tell
from webapp.people.details_form import PARTS, DetailsPage, answers_of, details_from, details_page
from webapp.portal import Services
from webapp.presenters.browsers import browser_words
from webapp.presenters.fields import FieldError
from webapp.views.account.own import here, record
from webapp.views.account.step_up import proved
from webapp.views.identity import address, me, my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("details", __name__)
ONE_PART = f"/your-details/<any({', '.join(PARTS)}):part>"
SAVED = {part: words.saved for part, words in PARTS.items()} | {
    "password": "Your password is changed. Every other browser is signed out.",
    "email": "We have sent a link to your new email address. Every other browser is signed out.",
    "kept": "Your email address stays as it is.",
    "calendar": "Your private calendar address has ended.",
    "sessions": "The other browser is signed out.",
    "others": "Every other browser is signed out.",
}
Page = str | Response | tuple[str, int]


@blueprint.get("/your-details")
@signed_in
def details() -> str:
    """What we have to reach you, how you sign in, and where you are signed in."""
    with portal().look() as services:
        person = my_account(services)
        return render_template(
            "details/details.html",
            person=person,
            at_work=person.kind in WORKING,
            change=services.accounts.email_change_of(person),
            services_used=_labels(person.services_used),
            sessions=services.accounts.sessions.of(person),
            here=here(services),
            browser_words=browser_words,
            now=services.now,
            saved=SAVED.get(request.args.get("saved", ""), ""),
        )


@blueprint.get(ONE_PART)
@signed_in
@proved
def part(part: str) -> Page:
    """One part with what the account holds."""
    with portal().look() as services:
        asked = _asked(services, part)
        return _part_page(part, asked, asked.entries(details_of(my_account(services))), [], 200)


@blueprint.post(ONE_PART)
@signed_in
@proved
def save(part: str) -> Page:
    """Keep it, or the same page with what is wrong and what was typed."""
    with portal().work() as services:
        asked = _asked(services, part)
        typed = asked.taken({name: texts for name, texts in request.form.lists() if name != "csrf_token"})
        bound = asked.bind(typed)
        if bound.errors:
            return _part_page(part, asked, typed, list(bound.errors), 422)
        outcome = _change(services, bound.answers)
        if isinstance(outcome, TooManyAttempts):
            first = asked.page.fields[0]
            return _part_page(part, asked, typed, [FieldError(first.lands(first.key), str(outcome))], 429)
        record(services, "details changed", {"part": part})
        if told := PARTS[part].told:
            tell(services, my_account(services), "details_changed", values={"what": told})
    return redirect(url_for("details.details", saved=part))


def _change(services: Services, answers: dict[str, object]) -> None | TooManyAttempts:
    person = services.accounts.people.locked(me().reference)
    known = details_of(person)
    if "services_used" in answers:  # a service that the form does not ask about stays as it is
        answers = {**answers, "services_used": [*_chosen(answers), *_not_asked(list(known.services))]}
    changed = details_from({**answers_of(known), **answers}, email=person.email)
    return services.accounts.change_details(person, changed, address=address())


def _chosen(answers: dict[str, object]) -> list[str]:
    used = answers["services_used"]
    return list(used) if isinstance(used, list) else []


def _not_asked(used: list[str]) -> list[str]:
    known = {option.value for option in form_pages.shipped_lists()["services"]}
    return [service for service in used if service not in known]


def _labels(used: list[str]) -> list[str]:
    words = {option.value: option.label for option in form_pages.shipped_lists()["services"]}
    return [words.get(service, service) for service in used]


def _asked(services: Services, part: str) -> DetailsPage:
    if part == "name":
        naming.require_own(my_account(services))
    return details_page(services, tuple(portal().config.areas), part)


def _part_page(part: str, asked: DetailsPage, entries: Any, errors: list[Any], status: int) -> tuple[str, int]:
    html = render_template("details/part.html", part=part, page=asked.render(entries, tuple(errors)), errors=errors)
    return html, status
