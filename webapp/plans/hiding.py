"""What of a plan one reader does not read: parts that are kept from them, and all that belongs to these."""

from collections.abc import Sequence

from webapp.plans import sections
from webapp.plans.models import PlanStatement


def hidden_from(person_id: str, said: Sequence[PlanStatement]) -> set[str]:
    """Keys of what one of the family does not read in one of these versions."""
    return _with_below({each.key for each in said if person_id in each.kept_from}, said)


def hidden_outside(said: Sequence[PlanStatement]) -> set[str]:
    """Outside the family nobody reads what is kept from anybody, but for the school in section I: it goes to that
    school."""
    return _with_below({each.key for each in said if each.kept_from and each.section != sections.PLACEMENT}, said)


def _with_below(hidden: set[str], said: Sequence[PlanStatement]) -> set[str]:
    while more := {each.key for each in said if each.follows in hidden} - hidden:
        hidden |= more
    return hidden
