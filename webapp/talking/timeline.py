"""Everything that happened in a case, the latest first, as its history has it: for officers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from engine import Drawing, Record
from webapp.accounts.models import Person
from webapp.cases import line
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.cases.reading import references_of
from webapp.clocks import shared
from webapp.contributions.models import AdviceRequest, Contribution
from webapp.letters.models import Letter

PAGE = 50
STEPS, TASKS, DATES, LETTERS, ADVICE = "steps", "tasks", "dates", "letters", "advice"  # topics
MESSAGES, MEETINGS, DOCUMENTS, NOTES, PEOPLE = "messages", "meetings", "documents", "notes", "people"
BEGUN = ("started", "cancelled")  # a whole process
MERGES = (
    "merge proposed",
    "merge refused",
    "merged",
    "merge undone",
    "undo of a merge asked",
    "undo of a merge refused",
)
KEEPING = (
    "legal hold begun",
    "legal hold lifted",
    "destruction proposed",
    "destruction agreed",
    "destruction called off",
    "record erased",
    "all that is held asked for",
    "all that is held looked through",
    "all that is held given out",
)
KINDS: dict[str, tuple[str, ...]] = {  # topic -> kinds of events
    STEPS: (
        "opened for a request",
        "opened by an officer",
        "taken over",
        "decision put right",
        *BEGUN,
        *MERGES,
        *KEEPING,
        "case closed",
        "withdrawn for the family",
        "withdrawal wanted",
        "withdrawal answered",
        "withdrawal overtaken",
        "request goes on",
        "request withdrawn",
    ),  # and the milestones
    TASKS: ("completed", "assigned", "postponed"),
    DATES: (
        "date recorded",
        "date corrected",
        "limit started",
        "limit near",
        "limit passed",
        "limit met",
        "limit switched off",
        "limit counted again",
        "limit dropped",
        "notice served with a wrong date",
        "notice looked at again",
    ),
    LETTERS: ("letter signed", "letter not sent", "letter served", "letter withdrawn", "copy sent"),
    ADVICE: (
        "advice asked",
        "advice reused",
        "advice reminded",
        "advice needs more time",
        "advice more time answered",
        "advice late",
        "advice given",
        "advice not_known",
        "advice checked",
    ),
    MESSAGES: ("message from family", "message to family", "answer due", "answer late", "no answer needed"),
    MEETINGS: ("meeting answered", "meeting summary read"),
    DOCUMENTS: ("documents given", "virus found"),
    NOTES: ("note written", "note corrected"),
    PEOPLE: (
        "access granted",
        "access taken over",
        "access changed",
        "access ended",
        "access given again",
        "restriction entered",
        "restriction ended",
        "relation declared",
        "hold begun",
        "hold ended",
        "officer named",
        "details corrected",
    ),
}
TOPICS = {kind: topic for topic, kinds in KINDS.items() for kind in kinds}


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened; `what` and `whom` are empty where its kind has none, or it was erased."""

    at: datetime
    topic: str
    kind: str
    by: str  # name
    what: str  # of a task, a limit, a letter, a body, a milestone
    whom: tuple[str, ...]  # names of people
    on: date | None
    because: str


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A page of events, the latest first; `before` leads to the earlier ones, none on the last page."""

    events: tuple[Event, ...]
    before: int | None


def of(
    desk: Desk, case: Case, *, topics: Collection[str] = (), before: int | None = None, limit: int = PAGE
) -> Timeline:
    """Of these topics, or of all; whoever calls has opened it. An old case takes as many statements as a new one."""
    wanted, drawings = [topic for topic in KINDS if topic in topics] or list(KINDS), _drawings(desk, case)
    milestones = {each.id for drawing in drawings.values() for each in line.milestones(drawing)}
    found = desk.engine.history.happened(
        *references_of(desk, case.reference),
        kinds=[kind for topic in wanted for kind in KINDS[topic]],
        passed=milestones if STEPS in wanted else (),
        limit=limit + 1,
        before=before,
    )
    shown = found[:limit]
    names = _Names(desk, case, shown)
    return Timeline(
        events=tuple(_event(each, names, drawings) for each in shown),
        before=shown[-1].id if len(found) > limit else None,
    )


def _drawings(desk: Desk, case: Case) -> dict[int, Drawing]:
    """What runs or ran in a case, by instance."""
    rows = desk.engine.instances.of(case.reference)
    return {row.id: desk.engine.deployments.definition(row.deployment_id).drawing for row in rows}


class _Names:
    """What the ids in the payloads of a page are called: one statement for each kind of thing."""

    def __init__(self, desk: Desk, case: Case, events: Iterable[Record]) -> None:
        payloads = [each.payload or {} for each in events]
        self.people = _people(desk, payloads)
        self.letters = _titles(desk, payloads)
        self.advice = _bodies(desk, case)
        self.limits = {each.name: each.title for each in shared.limits()}

    def what(self, payload: Mapping[str, Any]) -> str:
        """A letter, a limit and whose, or whose advice."""
        if letter := payload.get("letter"):
            return self.letters.get(letter) or str(payload["notice"]).replace("_", " ")
        key = str(payload.get("advice") or payload.get("contribution") or payload.get("subject") or "")
        limit = self.limits.get(payload.get("limit", ""), "")
        return ": ".join(filter(None, (limit, self.advice.get(key, payload.get("subject", "")))))

    def whom(self, payload: Mapping[str, Any]) -> tuple[str, ...]:
        """Whose access, to whom a letter or a message went, with whom advice was shared."""
        return tuple(self.people[each] for each in _named(payload) if each in self.people)


def _named(payload: Mapping[str, Any]) -> list[str]:
    """People in a payload: by reference, and those with whom something was shared by id."""
    return [*filter(None, (payload.get("person"), payload.get("reader"))), *payload.get("shared_with", ())]


def _people(desk: Desk, payloads: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Names by reference and by id."""
    wanted = {each for payload in payloads for each in _named(payload)}
    found = desk.session.execute(
        select(Person.reference, Person.id, Person.first_name, Person.last_name).where(
            or_(Person.reference.in_(wanted), Person.id.in_(wanted))
        )
    )
    return {key: f"{row.first_name} {row.last_name}".strip() for row in found for key in (row.reference, row.id)}


def _titles(desk: Desk, payloads: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    wanted = {payload["letter"] for payload in payloads if "letter" in payload}
    rows = desk.session.execute(select(Letter.id, Letter.title).where(Letter.id.in_(wanted)))
    return {its_id: title for its_id, title in rows}


def _bodies(desk: Desk, case: Case) -> dict[str, str]:
    """Who was asked, by the reference of the request and by the id of what they gave."""
    found = select(AdviceRequest.reference, AdviceRequest.who, Contribution.id)
    found = found.outerjoin(Contribution, Contribution.advice_request_id == AdviceRequest.id)
    rows = desk.session.execute(found.where(AdviceRequest.case_id == case.id))
    return {key: who for reference, who, contribution in rows for key in (reference, contribution) if key}


def _event(row: Record, names: _Names, drawings: Mapping[int, Drawing]) -> Event:
    payload, drawing = row.payload or {}, drawings.get(row.instance_id)
    return Event(
        at=row.at,
        topic=TOPICS.get(row.kind, STEPS),
        kind=row.kind,
        by=row.actor_name,
        what=_drawn(drawing, row) if drawing else names.what(payload),
        whom=names.whom(payload),
        on=_day(payload.get("due_on") or payload.get("deemed_on") or payload.get("to")),
        because=str(payload.get("because", "")),
    )


def _drawn(drawing: Drawing, row: Record) -> str:
    """What the drawing calls it: the whole process that has begun or was stopped, a task, a milestone."""
    if row.kind in BEGUN or row.element_id not in drawing.elements:
        return drawing.name
    element = drawing.elements[row.element_id]
    return element.properties.get("family_title") or element.name


def _day(text: object) -> date | None:
    """The day in a payload; `to` of a task that was handed over is a person."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
