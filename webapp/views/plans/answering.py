"""The task of answering what the family has said about a draft (property `page` = `answer_comments`)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

import forms
from engine import Record
from webapp.cases import case_file, entered, keeping_apart, restrictions
from webapp.cases.models import Case
from webapp.cases.opening import Opening
from webapp.errors import sentence
from webapp.plans import comments, versions
from webapp.plans.errors import AnswerMissing, CommentMissing, CommentNotFound, PlanNotFound, TellsTooMuch, WordsTooMany
from webapp.plans.models import PlanVersion
from webapp.portal import Services
from webapp.presenters import plans as words
from webapp.presenters import restrictions as tellings
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import claimed, open_case, to_claimant
from webapp.views.typed import text

blueprint = Blueprint("plans_answering", __name__)
Page = str | Response | tuple[str, int]
PAGE, ANSWER_FORM = "answer_comments", "draft_answer"
WRONG = (CommentMissing, WordsTooMany, TellsTooMuch)


@blueprint.get("/tasks/<int:task_id>/comments")
@staff
@record
def page(task_id: int) -> Page:
    """Everything that was said, each comment with a field for its answer."""
    return to_claimant(task_id, PAGE, lambda services, task: _page(services, task, []))


@blueprint.post("/tasks/<int:task_id>/comments/<comment_id>")
@staff
def answer(task_id: int, comment_id: str) -> Page:
    """One answer is kept; the family reads it when the task is done."""
    try:
        with portal().work() as services:
            task = claimed(services, task_id, PAGE)
            opened, version = _version(services, task)
            said = comments.find(services, version, comment_id)
            if said.person_id in _hidden(services, opened):
                raise CommentNotFound
            if keeping_apart.telling(services, opened.case, said.person_id, {"words": text("words")}):
                raise TellsTooMuch(said.person.name)
            by = {"by": my_account(services), "actor": actor(services)}
            changed = text("changed") == "yes"
            comments.answer(services, version, comment_id, words=text("words"), changed=changed, **by)  # type: ignore[arg-type]
    except WRONG as fault:
        with portal().work() as services:
            return _page(
                services, claimed(services, task_id, PAGE), [FieldError(f"words-{comment_id}", sentence(fault))]
            ), 422
    return redirect(url_for("plans_answering.page", task_id=task_id, _anchor=f"comment-{comment_id}"))


@blueprint.post("/tasks/<int:task_id>/comments")
@staff
@leads_on
def finish(task_id: int) -> Page:
    """Every comment has its answer: the drawing goes on."""
    with portal().work() as services:
        task = claimed(services, task_id, PAGE)
        opened, version = _version(services, task)
        try:
            comments.require_answered(services, version, _hidden(services, opened))
        except AnswerMissing as fault:
            return _page(services, task, [FieldError("main-action", sentence(fault))]), 422
        services.engine.user_tasks.complete(task_id, by=actor(services), answers={})
    flash(f"Done: {task.name}.")
    return redirect(url_for("tasks.inbox"))


def _version(services: Services, task: Record) -> tuple[Opening, PlanVersion]:
    opened = open_case(services, task, what="plan")
    version = versions.newest(services, opened.case)
    if version is None:
        raise PlanNotFound
    return opened, version


def _hidden(services: Services, opened: Opening) -> set[str]:
    """Ids of those of the family of whom this officer may not know where they are."""
    hiding = entered.holding(services, {opened.case.id})
    return {p.person_id for p in opened.case.parties if entered.hides_from(hiding, opened.groups, p.person_id)}


def _page(services: Services, task: Record, errors: list[FieldError]) -> str:
    opened, version = _version(services, task)
    case, hidden = opened.case, _hidden(services, opened)
    said = [each for each in comments.sent(services, version) if each.person_id not in hidden]
    parts = {each.key: each for each in versions.statements(services, version)}
    return render_template(
        "plans/answer.html",
        task=task,
        case=case_file.of(services, opened),
        version=version,
        elsewhere=sum(each.person_id in hidden for each in comments.unanswered(services, version)),
        said=[(each, parts.get(each.key)) for each in said],
        answers=_answers(services, case, version, {p.person.reference for p in case.parties if p.person_id in hidden}),
        told=tellings.tellings(restrictions.of_case(services, case), form_steps.host(services).labels),
        typed=request.form,
        errors=errors,
        words=words,
    )


def _answers(
    services: Services, case: Case, version: PlanVersion, hidden: set[str]
) -> list[tuple[str, list[forms.SummarySection]]]:
    """What each has answered on the form, since this version went out; not of whom this officer may not know."""
    host, found = form_steps.host(services), []
    for sent in services.engine.submissions.of(case.reference):
        if sent.submitted_by in hidden:
            continue
        if sent.form == ANSWER_FORM and version.issued_at and sent.submitted_at >= version.issued_at:
            instance = services.engine.instances.get(sent.instance_id)
            form = services.engine.deployments.definition(instance.deployment_id).form(sent.form)
            found.append((sent.submitted_by_name, host.sections(form, sent.answers)))
    return found
