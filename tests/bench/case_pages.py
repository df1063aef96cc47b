"""Server time of a child's page and of the case file when 200 contributions lie in the case."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from engine import SetClock
from tests.bench.stores import STORES
from tests.webapp.family_site import FamilySite
from webapp.cases.models import Case, Child
from webapp.contributions.models import ADDED, ADVICE, GIVEN, AdviceRequest, Contribution, ContributionShare
from webapp.demo import JO, PRIYA
from webapp.portal import Services

CONTRIBUTIONS = 200  # half of them the mother's own, half advice that was shared with her
CALLS = 20
NOW = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)


def measure(store: str, *, say: Callable[[str], None]) -> dict[str, float]:
    """Median milliseconds of a whole page, as the site's process makes it."""
    say(f"{store}: a case with {CONTRIBUTIONS} contributions …")
    with tempfile.TemporaryDirectory() as folder, STORES[store](Path(folder)) as (database, _):
        site = FamilySite(Path(folder), SetClock(NOW), database_url=database.url)
        with site.portal.work() as services:
            reference = _fill(services)
        pages = {
            "family": (JO.email, f"/cases/{reference}"),
            "family_given": (JO.email, f"/cases/{reference}/given"),
            "officer": (PRIYA.email, f"/cases/{reference}"),
            "officer_advice": (PRIYA.email, f"/cases/{reference}/advice"),
        }
        figures = {f"case_{name}_ms_{store}": _median(site, *page) for name, page in pages.items()}
        site.portal.database.dispose()
    return figures


def _median(site: FamilySite, email: str, path: str) -> float:
    client, times = site.browser(email).client, list[float]()
    for _ in range(CALLS + 1):
        start = time.perf_counter()
        assert client.get(path).status_code == 200
        times.append(time.perf_counter() - start)
    return round(statistics.median(times[1:]) * 1000, 1)  # the first has compiled the templates


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
