"""A plan that was issued in a former system comes in as a final version: what it says is data from then on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from webapp.cases.desk import Desk
from webapp.cases.errors import CasesError
from webapp.cases.models import Case
from webapp.plans import versions, writing
from webapp.plans.errors import FollowsNothing
from webapp.plans.models import FINAL, PlanVersion
from webapp.plans.writing import Words

NO_PROCESS = 0  # it was written elsewhere


@dataclass(frozen=True, kw_only=True)
class TakenRow:
    """One part of the plan as the file has it."""

    line: int
    row: str  # its own number in the file
    section: str
    follows: str  # the number of the part that it belongs to
    heading: str
    words: str
    details: Mapping[str, str]


class RowRefused(CasesError):
    """A part cannot be taken."""

    def __init__(self, line: int, why: CasesError) -> None:
        super().__init__(str(why))
        self.line, self.why = line, why


def has_plan(desk: Desk, case: Case) -> bool:
    """Is there a version already, issued or being written?"""
    return bool(versions.issued(desk, case) or versions.being_written(desk, case))


def take(desk: Desk, case: Case, rows: Iterable[TakenRow], *, dated: date) -> PlanVersion:
    """The plan, issued on that day; nobody of the family reads it until an officer says so. Raises RowRefused."""
    version = versions.begin(desk, case, FINAL, instance_id=NO_PROCESS)
    keys: dict[str, str] = {}
    for each in rows:
        try:
            keys[each.row] = _add(desk, version, each, keys)
        except CasesError as why:
            raise RowRefused(each.line, why) from why
    return versions.issue(desk, version, dated=dated)


def _add(desk: Desk, version: PlanVersion, each: TakenRow, keys: Mapping[str, str]) -> str:
    """Gives its key."""
    if each.follows and each.follows not in keys:
        raise FollowsNothing
    follows = keys[each.follows] if each.follows else ""
    written = Words(words=each.words, heading=each.heading, details=each.details)
    return writing.add(desk, version, each.section, written, follows=follows, by=None).key
