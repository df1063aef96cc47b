"""A school is consulted: its 15 days begin, it answers or needs more first; and which school a plan names."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from engine import Actor
from webapp import clocks
from webapp.accounts.models import Person
from webapp.cases import references
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.clocks import arithmetic
from webapp.schools import finding, reaching
from webapp.schools.models import ANSWERED, ASKED, CHOSEN, MORE, NOT_CONSULTED, SILENT, PlanSchool

REPLY = "school_reply"  # the limit
GROUNDS = {  # Children and Families Act 2014, section 39(4), by the values of the forms
    "unsuitable": "Unsuitable for the age, ability, aptitude or special educational needs (section 39(4)(a)).",
    "others": "Incompatible with the efficient education of others (section 39(4)(b)(i)).",
    "resources": "Incompatible with the efficient use of resources (section 39(4)(b)(ii)).",
}
WORDS = {  # fields of the forms, and what an officer reads before each
    "ground_why": "",
    "adjusted_words": "",
    "more_words": "",
    "place_from": "From: ",
    "begin_words": "How they would begin: ",
    "cost_words": "Cost: ",
    "answer_words": "",
    "safety_words": "Worry about safety, for officers only: ",
}
REMINDED = timedelta(days=5)  # before the last day


def plain(typed: str) -> str:
    """A name as it is kept: without needless spaces."""
    return " ".join(typed.split())


def choose(desk: Desk, reference: str, rows: Sequence[Mapping[str, Any]], *, instance_id: int) -> list[PlanSchool]:
    """The schools that an officer has chosen, each once; nobody is told yet. Raises CaseNotFound."""
    case, made = find_case(desk, reference), dict[str, PlanSchool]()
    for row in rows:
        its_name = plain(str(row["school_name"]))
        if its_name.casefold() in made:
            continue
        school = _new(desk, case, its_name, instance_id)
        school.email = str(row.get("school_email") or "")
        school.asked_by_family = row.get("asked_by_family") == "yes"
        desk.session.add(school)
        made[its_name.casefold()] = school
    desk.session.flush()
    return list(made.values())


def chosen(desk: Desk, reference: str, instance_id: int) -> list[PlanSchool]:
    """Those of this process that were chosen and not asked yet."""
    found = finding.of_case(desk, find_case(desk, reference))
    return [each for each in found if each.instance_id == instance_id and each.state == CHOSEN]


def ask(desk: Desk, school: PlanSchool, *, officer: Person, by: Actor) -> bool:
    """Its 15 days begin; gives whether a mail leads it to its task, as everybody else gets paper.

    The Code gives them (9.83); no regulation does. Raises EmailNotValid.
    """
    started = clocks.start(
        desk, school.case.reference, limit=REPLY, counted_from=today(desk), subject=school.name, by=by
    )
    school.state, school.asked_on, school.due_on = ASKED, today(desk), started.due_on
    if school.email:
        reaching.open_way(desk, school, officer=officer)
        reaching.tell(desk, school, "school_consulted")
    desk.session.flush()
    return bool(school.email)


def as_asked(school: PlanSchool) -> dict[str, Any]:
    """What the drawing `consulted_school` reads: days and moments in ISO."""
    assert school.due_on
    morning = arithmetic.end_of(school.due_on - REMINDED) - timedelta(hours=16)
    return {
        "reference": school.reference,
        "name": school.name,
        "groups": [school.reference],
        "last_day": school.due_on.isoformat(),
        "remind_at": morning.isoformat(),
        "over_at": arithmetic.end_of(school.due_on).isoformat(),
    }


def remind(desk: Desk, reference: str, its_reference: str) -> None:
    """A mail, with a new link where it goes by link; nothing to a school that has answered or gets paper."""
    school = finding.find(desk, find_case(desk, reference), its_reference)
    if school.state == ASKED:
        reaching.tell(desk, school, "school_reminder")


def note_answer(desk: Desk, reference: str, its_reference: str, answers: Mapping[str, Any], *, by: Actor) -> bool:
    """What it has answered, or that we go on without; gives whether it needs something before it can say."""
    school = finding.find(desk, find_case(desk, reference), its_reference)
    school.answer, school.said = str(answers["can_meet"]), _said(answers)
    needs_more = school.answer == MORE
    if not needs_more:
        school.state = SILENT if school.answer == SILENT else ANSWERED
        school.answered_at = None if school.state == SILENT else desk.now
        clocks.meet(desk, reference, limit=REPLY, subject=school.name, by=by)
    desk.session.flush()
    payload = {"school": school.reference, "answer": school.answer}
    desk.engine.history.record(reference, "school answered", by=by, payload=payload)
    return needs_more


def _said(answers: Mapping[str, Any]) -> str:
    """Its reasons in law, and its own words: what another officer reads beside the decision."""
    grounds = [GROUNDS[each] for each in answers.get("grounds") or ()]
    words = ((lead, str(answers.get(name) or "").strip()) for name, lead in WORDS.items())
    return "\n".join([*grounds, *(lead + text for lead, text in words if text)])


def keep_reply(desk: Desk, reference: str, its_reference: str, words: str) -> None:
    """What an officer tells a school that needs more; it reads this beside its task."""
    school = finding.find(desk, find_case(desk, reference), its_reference)
    school.reply = words.strip()
    desk.session.flush()
    reaching.tell(desk, school, "school_replied")


def name(desk: Desk, case: Case, its_name: str, *, instance_id: int) -> PlanSchool:
    """The plan of this case names this school from now on: one that was consulted, by its name, or another."""
    wanted = " ".join(its_name.split())
    same = [each for each in finding.of_case(desk, case) if each.name.casefold() == wanted.casefold()]
    school = same[-1] if same else _new(desk, case, wanted, instance_id)
    if not same:
        school.state = NOT_CONSULTED
        desk.session.add(school)
    school.named_at = desk.now
    desk.session.flush()
    return school


def _new(desk: Desk, case: Case, its_name: str, instance_id: int) -> PlanSchool:
    reference = references.free(desk.session, finding.PREFIX, PlanSchool)
    return PlanSchool(reference=reference, case=case, case_id=case.id, name=its_name, instance_id=instance_id)
