"""After which day a young person decides for themselves, and not their parents: a table with its law says it."""

from datetime import UTC, date, datetime, time
from functools import cache

from engine import DecisionLibrary, read_library
from webapp.cases.errors import DecidesLater
from webapp.cases.whom import MYSELF
from webapp.config import HOME

FILE = HOME / "workflows" / "shared" / "decisions" / "young_person.dmn"
DECISION = "rights_pass_after"


def rights_pass_after(born_on: date) -> date:
    """The last day on which the parents decide."""
    now = datetime.combine(born_on, time(), UTC)  # the table does not ask what day it is
    return date.fromisoformat(str(_table().decide(DECISION, {"born_on": born_on}, now=now)))


def decides(born_on: date, *, on: date) -> bool:
    """Do they decide for themselves on this day?"""
    return on > rights_pass_after(born_on)


def require(relationship: str, born_on: date, *, on: date) -> None:
    """Nobody acts in their own case before that day: they may read it. Raises DecidesLater."""
    if relationship == MYSELF and not decides(born_on, on=on):
        raise DecidesLater(rights_pass_after(born_on))


@cache
def _table() -> DecisionLibrary:
    return read_library({FILE.name: FILE.read_bytes()})
