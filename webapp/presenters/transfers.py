"""The board of moves between phases of education, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from webapp.presenters.words import Tag, day, due
from webapp.transfers import board
from webapp.transfers.board import Row

STAGES = {
    board.ASKED: "The family is asked, a review is to be held",
    board.HELD: "The review is held",
    board.CONSULTED: "Schools are consulted",
    board.DECIDED: "The place is decided",
    board.NAMED: "The plan names the place",
}
LATE = {"review": "Review late", "plan": "Plan late"}


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """One move as the table has it."""

    reference: str
    move: str
    stage: str
    next_day: str  # what is due next, and by when
    officer: str
    area: str
    tag: Tag | None


def rows(found: list[Row], kinds: Mapping[str, str], *, today: date) -> list[BoardRow]:
    """In the order in which they came."""
    return [
        BoardRow(
            reference=each.reference,
            move=kinds.get(each.kind, each.kind),
            stage=STAGES[each.stage],
            next_day=_next(each),
            officer=each.officer or "Nobody yet",
            area=each.area,
            tag=_tag(each, today),
        )
        for each in found
    ]


def _next(row: Row) -> str:
    if row.stage == board.NAMED:
        return ""
    if row.stage == board.ASKED:
        return f"Review by {day(row.review_by, weekday=False)}"
    return f"Plan before {day(row.due_on + date.resolution, weekday=False)}"


def _tag(row: Row, today: date) -> Tag | None:
    if row.late:
        return Tag(LATE[row.late], "late")
    if row.stage == board.NAMED:
        return Tag("Done", "good")
    return Tag(due(row.review_by if row.stage == board.ASKED else row.due_on, today=today), "plain")
