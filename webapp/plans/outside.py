"""A plan as somebody outside the family may read it: with the letter that it went with, and while it counts.

Regulation 17 of the SEND Regulations 2014: a plan is shown only to whom the law names, and nothing that is kept from
anybody of the family goes out of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.cases.desk import Desk
from webapp.contributions import enclosing, sharing
from webapp.contributions.models import Contribution
from webapp.letters import copies
from webapp.letters.models import WITHDRAWN, Letter
from webapp.plans import appendices, reading, versions
from webapp.plans.errors import PlanNotFound
from webapp.plans.models import AMENDMENT, FINAL, ISSUED, PlanVersion
from webapp.plans.reading import Reading
from webapp.schools.errors import DraftReplaced


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """What lies with a letter: the version, and the advice that it was written from."""

    found: Reading
    advice: tuple[Contribution, ...]


def enclosed_with(desk: Desk, letter: Letter) -> Enclosed:
    """Raises PlanNotFound, DraftReplaced."""
    version = version_of(desk, letter)
    if version is None or letter.state == WITHDRAWN:
        raise PlanNotFound
    if counts_no_more(desk, version) or _given_up(desk, letter):
        raise DraftReplaced
    return Enclosed(
        found=reading.read(desk, version, outside=True, compared=version.kind == AMENDMENT),
        advice=tuple(enclosing.for_outside(desk, appendices.of(desk, version))),
    )


def _given_up(desk: Desk, letter: Letter) -> bool:
    """The process that sent it was cancelled: the draft, or the plan, is wanted no more."""
    return bool(desk.engine.instances.get(letter.instance_id).status == "cancelled")


def version_of(desk: Desk, letter: Letter) -> PlanVersion | None:
    """The version that went out with this letter."""
    version = versions.find(desk, letter.case, letter.enclosed) if letter.enclosed else None
    return version if version and version.state == ISSUED else None


def counts_no_more(desk: Desk, version: PlanVersion) -> bool:
    """A draft or suggested changes until anything newer goes out, a final plan until the next final one."""
    later = [each for each in versions.issued(desk, version.case) if each.id != version.id and _after(each, version)]
    return any(version.kind != FINAL or each.kind == FINAL for each in later)


def _after(each: PlanVersion, version: PlanVersion) -> bool:
    assert each.issued_at and version.issued_at
    return each.issued_at >= version.issued_at


def kept_back(desk: Desk, letters: Iterable[Letter]) -> list[Contribution]:
    """Advice that does not go with these letters or their copies: it tells where one of the family is reached."""
    found = [version for each in letters if (version := _leaves(desk, each))]
    given = {each.id: each for version in found for each in enclosing.open_to_family(appendices.of(desk, version))}
    return [each for each in given.values() if sharing.tells_outside(desk, each)]


def _leaves(desk: Desk, letter: Letter) -> PlanVersion | None:
    """The version that somebody outside the family gets with this letter, or with a copy once it is signed."""
    if letter.body or letter.enclosed:
        return version_of(desk, letter)
    kind = versions.ENCLOSED_WITH.get(letter.notice)
    written = versions.being_written(desk, letter.case) if kind else None
    copied = written is not None and written.kind == kind and copies.recipients(desk, letter.case, letter.notice)
    return written if copied else None
