"""Server time of a child's page and of the case file when 200 contributions lie in the case."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from tests.bench import page_times
from tests.bench.page_times import NOW, Asked
from webapp.cases.models import Case, Child
from webapp.contributions.models import ADDED, ADVICE, GIVEN, AdviceRequest, Contribution, ContributionShare
from webapp.demo import JO, PRIYA
from webapp.portal import Services

CONTRIBUTIONS = 200  # half of them the mother's own, half advice that was shared with her


def measure(store: str, *, say: Callable[[str], None]) -> dict[str, float]:
    """Median milliseconds of a whole page, as the site's process makes it."""
    say(f"{store}: a case with {CONTRIBUTIONS} contributions …")
    return page_times.medians(store, _fill, _pages)


def _pages(reference: str) -> Asked:
    return {
        "case_family": (JO.email, f"/cases/{reference}"),
        "case_family_given": (JO.email, f"/cases/{reference}/given"),
        "case_officer": (PRIYA.email, f"/cases/{reference}"),
        "case_officer_advice": (PRIYA.email, f"/cases/{reference}/advice"),
    }


def _fill(services: Services) -> str:
    session = services.session
    case = session.scalars(select(Case).join(Child).where(Child.first_name == "Sam")).one()
    jo, priya = (services.accounts.people.by_email(each.email) for each in (JO, PRIYA))
    assert jo and priya
    for number in range(CONTRIBUTIONS):
        common = {"case": case, "submission_id": 10_000 + number, "documents": [], "given_at": NOW, "about": ""}
        if number % 2:
            session.add(Contribution(**common, kind=ADDED, person=jo, actor=jo.reference, by_name=jo.name))
            continue
        asked = AdviceRequest(
            reference=f"ADV-B{number:05}",
            case_id=case.id,
            case=case,
            body="school",
            who="Beckside Primary",
            asked_on=date(2026, 1, 1),
            asked_by=priya.id,
            due_on=date(2026, 2, 12),
            reminded_on=[],
            state=GIVEN,
            instance_id=1,
        )
        made = Contribution(**common, kind=ADVICE, request=asked, actor="PRO", by_name="Ann Lee", checked_at=NOW)
        made.shares.append(ContributionShare(person_id=jo.id, shared=True, at=NOW, by=priya.id))
        session.add(made)
    return case.reference
