"""What was given to a case, as a source for a plan: which of it the plan has used, and which not yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.contributions.models import Contribution
from webapp.contributions.reading import WHOLE
from webapp.contributions.sharing import may_read
from webapp.plans.models import PlanStatement


@dataclass(frozen=True, kw_only=True)
class Source:
    """One contribution, and how many statements of a version were taken from it."""

    contribution: Contribution
    used: int

    @property
    def id(self) -> str:
        """Of the contribution."""
        return self.contribution.id


def of(desk: Desk, case: Case, said: Sequence[PlanStatement]) -> list[Source]:
    """Everything that was given, what has not been used first, then the newest."""
    found = select(Contribution).where(Contribution.case_id == case.id)
    rows = desk.session.scalars(found.order_by(Contribution.given_at.desc(), Contribution.id).options(*WHOLE))
    sources = [Source(contribution=row, used=sum(row.id in each.sources for each in said)) for row in rows]
    return sorted(sources, key=lambda each: each.used > 0)


def kept_from(desk: Desk, case: Case, sources: Iterable[str]) -> list[str]:
    """People of the family who may not read one of these contributions: what is taken from it is kept from them."""
    wanted = select(Contribution).where(Contribution.case_id == case.id, Contribution.id.in_(list(sources)))
    given = list(desk.session.scalars(wanted))
    family = [party.person for party in case.parties]
    return sorted({each.id for each in family if any(not may_read(row, each) for row in given)})
