"""What this room does for drawings: job types and guards by name."""

from collections.abc import Mapping
from inspect import getdoc
from typing import Any

from engine import Actor, Desk, Job, Record, Registry
from webapp import clocks
from webapp.cases import opening
from webapp.cases.desk import today
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import AccountsOf, Guard, desk_of
from webapp.contributions.giving import last_sent
from webapp.plans import (
    agreeing,
    approving,
    asked_by_school,
    asking,
    comments,
    consulting,
    placing,
    releasing,
    turns,
    versions,
)
from webapp.plans.errors import ApprovesOwn
from webapp.plans.models import FINAL
from webapp.schools import asking as schools

PLACEMENT_FORM, SCHOOLS_FORM, NEEDS_FORM = "placement", "choose_schools", "school_needs"
AGREEMENT_FORMS = ("agree_sections", "record_agreement", "agreement_silent")  # its own, and what officers write down
ANSWER_FORMS = ("answer_consultation", "school_answer", "school_silent")  # a school's own, and what officers write down


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""
    _writing(registry, accounts_of)
    _agreement(registry, accounts_of)
    _answers(registry, accounts_of)
    _schools(registry, accounts_of)


def _writing(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("begin-plan")
    def begin_plan(job: Job) -> Mapping[str, Any]:
        desk, kind = desk_of(job.desk, accounts_of), job.headers["kind"]
        case = find_case(desk, job.business_key)
        if not turns.is_free(desk, case, job.instance_id):
            return {"plan_is_free": False}
        version = versions.begin(desk, case, kind, instance_id=job.instance_id)
        if kind == FINAL:
            placing.place(desk, version, job.answers(PLACEMENT_FORM))
        return {"plan_is_free": True}

    @registry.register("read-approval")
    def read_approval(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        version = versions.being_written(desk, find_case(desk, job.business_key))
        return {"approved": version is not None and version.approver_id is not None}

    @registry.register("issue-plan")
    def issue_plan(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        version = versions.being_written(desk, find_case(desk, job.business_key))
        assert version  # the drawing begins one first
        versions.issue(desk, version, dated=today(desk))
        letters = releasing.letters_of(desk, job.instance_id, versions.notice_of(version))
        releasing.with_letters(desk, version, letters)
        payload = {"version": version.slug, "digest": version.digest}
        desk.engine.history.record(job.business_key, "plan issued", by=job.by, payload=payload)
        return {}


def _answers(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("ask-for-comments")
    def ask_for_comments(job: Job) -> Mapping[str, Any]:
        return {"wanted": asking.ask_family(desk_of(job.desk, accounts_of), job.business_key, by=job.by)}

    @registry.register("hear-family")
    def hear_family(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        clocks.meet(desk, job.business_key, limit=job.headers["limit"], by=job.by)
        return {"meeting_wanted": asking.is_meeting_wanted(desk, job.business_key, job.instance_id)}

    @registry.register("read-meeting-wish")
    def read_meeting_wish(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        return {"meeting_wanted": asking.is_meeting_wanted(desk, job.business_key, job.instance_id)}

    @registry.register("remind-of-draft")
    def remind_of_draft(job: Job) -> Mapping[str, Any]:
        asking.remind(desk_of(job.desk, accounts_of), job.business_key, str(job.inputs["person"]))
        return {}

    @registry.register("send-comments")
    def send_comments(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        version = versions.newest(desk, find_case(desk, job.business_key))
        if version and (who := str(job.inputs["person"])):
            comments.send(desk, version, desk.accounts.people.by_reference(who))
        return {}


def _agreement(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("ask-for-agreement")
    def ask_for_agreement(job: Job) -> Mapping[str, Any]:
        return {"asked": agreeing.ask(desk_of(job.desk, accounts_of), job.business_key)}

    @registry.register("remind-of-agreement")
    def remind_of_agreement(job: Job) -> Mapping[str, Any]:
        agreeing.remind(desk_of(job.desk, accounts_of), job.business_key, str(job.inputs["body"]))
        return {}

    @registry.register("keep-agreement")
    def keep_agreement(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        sent = last_sent(desk, job.business_key, job.instance_id, *AGREEMENT_FORMS)
        agreeing.keep(desk, job.business_key, str(job.inputs["body"]), sent.answers, by=job.by)
        return {}

    @registry.register("read-agreement")
    def read_agreement(job: Job) -> Mapping[str, Any]:
        return {"agreed": agreeing.all_agree(desk_of(job.desk, accounts_of), job.business_key)}


def _schools(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("prepare-consultation")
    def prepare_consultation(job: Job) -> Mapping[str, Any]:
        desk, rows = desk_of(job.desk, accounts_of), job.answers(SCHOOLS_FORM).get("schools_chosen") or []
        ids = {"instance_id": job.instance_id, "deployment_id": job.deployment_id}
        return {"any": consulting.prepare(desk, job.business_key, rows, **ids)}

    @registry.register("begin-consultation")
    def begin_consultation(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        return {"schools": consulting.begin(desk, job.business_key, instance_id=job.instance_id, by=job.by)}

    @registry.register("remind-school")
    def remind_school(job: Job) -> Mapping[str, Any]:
        schools.remind(desk_of(job.desk, accounts_of), job.business_key, str(job.inputs["school"]))
        return {}

    @registry.register("note-school-reply")
    def note_school_reply(job: Job) -> Mapping[str, Any]:
        desk, school = desk_of(job.desk, accounts_of), str(job.inputs["school"])
        sent = last_sent(desk, job.business_key, job.instance_id, *ANSWER_FORMS)
        return {"needs_more": schools.note_answer(desk, job.business_key, school, sent.answers, by=job.by)}

    @registry.register("answer-named-school")
    def answer_named_school(job: Job) -> Mapping[str, Any]:
        asked_by_school.tell_answer(desk_of(job.desk, accounts_of), job.business_key, instance_id=job.instance_id)
        return {}

    @registry.register("keep-school-reply")
    def keep_school_reply(job: Job) -> Mapping[str, Any]:
        desk, words = desk_of(job.desk, accounts_of), str(job.answers(NEEDS_FORM)["reply_words"])
        schools.keep_reply(desk, job.business_key, str(job.inputs["school"]), words)
        return {}


def guards(accounts_of: AccountsOf) -> dict[str, Guard]:
    """This room's guards, by the name that a drawing gives them."""

    def did_not_write_the_plan(at_hand: Desk, task: Record, actor: Actor) -> str | None:
        desk = desk_of(at_hand, accounts_of)
        if refused := opening.refusal(desk, task.business_key, actor):
            return refused
        version = versions.being_written(desk, find_case(desk, task.business_key))
        person = desk.accounts.people.by_reference(actor.id)
        return getdoc(ApprovesOwn) if version and approving.has_written(desk, version, person) else None

    return {"did_not_write_the_plan": did_not_write_the_plan}
