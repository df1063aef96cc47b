"""Section K: the advice from which a version was written, which lies with it (SEND Regulations 2014, regulation 12)."""

from webapp.cases.desk import Desk
from webapp.contributions.models import ADVICE, Contribution
from webapp.plans import suggestions
from webapp.plans.models import FINAL, PlanVersion


def of(desk: Desk, version: PlanVersion) -> list[Contribution]:
    """What officers have looked through; of a final plan what lay there when it went out."""
    until = (version.kind == FINAL and version.issued_at) or desk.now
    given = (each.contribution for each in suggestions.of(desk, version.case, []))
    return [each for each in given if each.kind == ADVICE and each.checked_at and each.checked_at <= until]
