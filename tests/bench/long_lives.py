"""A case of eighteen years beside a new one: how many times as long its pages take; it must stay near one.

`python -m tests.bench.long_lives` measures it by hand.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from engine import PORTAL, SetClock
from engine.models import process_instance, user_task
from tests.bench import page_times
from tests.bench.page_times import NOW
from tests.bench.stores import STORES
from tests.webapp.family_site import FamilySite
from webapp.cases.models import Case, Child
from webapp.clocks.models import DeadlineRow
from webapp.contributions.models import ADDED, Contribution
from webapp.demo import JO, PRIYA
from webapp.letters.models import SERVED, Letter
from webapp.portal import Portal, Services

YEARS = 18
BETWEEN = timedelta(days=225)  # so that the first of them is under the law of today, which is of September 2014
EVENTS, TASKS, GIVEN, LETTERS, LIMITS = 40, 15, 10, 6, 6  # of each review
PAGES = {"family": (JO.email, ""), "letters": (JO.email, "/letters"), "officer": (PRIYA.email, "")}


def measure(store: str, *, say: Callable[[str], None]) -> dict[str, float]:
    """Each page of the old case, in times of the same page when the case was new."""
    say(f"{store}: a case with {YEARS} reviews …")
    with tempfile.TemporaryDirectory() as folder, STORES[store](Path(folder)) as (database, _):
        site = FamilySite(Path(folder), SetClock(NOW), database_url=database.url)
        reference = _reference(site.portal)
        new = dict(_times(site, reference))
        _lives_on(site.portal, reference)
        figures = {
            f"case_of_18_years_{name}_{store}": round(old / new[name], 2) for name, old in _times(site, reference)
        }
        site.portal.database.dispose()
    return figures


def _times(site: FamilySite, reference: str) -> Iterator[tuple[str, float]]:
    for name, (email, page) in PAGES.items():
        yield name, page_times.median(site, email, f"/cases/{reference}{page}")


def _reference(portal: Portal) -> str:
    with portal.look() as services:
        return services.session.scalars(select(Case.reference).join(Child).where(Child.first_name == "Sam")).one()


def _lives_on(portal: Portal, reference: str) -> None:
    with portal.work() as services:
        case = services.session.scalars(select(Case).where(Case.reference == reference)).one()
        for year in range(YEARS, 0, -1):
            _review(services, case, NOW - BETWEEN * year)


def _review(services: Services, case: Case, at: datetime) -> None:
    session, jo = services.session, services.accounts.people.by_email(JO.email)
    assert jo
    for number in range(EVENTS):
        services.engine.history.record(case.reference, "plan issued", by=PORTAL, payload={"version": f"final-{number}"})
    instance = _over(services, case, at)
    common = {"instance_id": instance, "prepared_at": at, "deployment_id": 1}
    letter = {"person_id": jo.id, "name": jo.name, "state": SERVED, "title": "We keep the plan", "dated": at.date()}
    session.add_all(
        Letter(case_id=case.id, notice="will_not_amend", signed_at=at, served_at=at, **letter, **common)
        for _ in range(LETTERS)
    )
    given = {"case": case, "documents": [], "given_at": at, "about": "", "kind": ADDED, "person": jo}
    session.add_all(
        Contribution(**given, submission_id=20_000 + instance * GIVEN + number, actor=jo.reference, by_name=jo.name)
        for number in range(GIVEN)
    )
    day = {
        "counted_from": at.date(),
        "due_on": at.date(),
        "started_at": at,
        "met_on": at.date(),
        "source": "section 44",
    }
    session.add_all(DeadlineRow(case_id=case.id, limit_name="review_decision", **day) for _ in range(LIMITS))
    session.flush()


def _over(services: Services, case: Case, at: datetime) -> int:
    """A review that is over, with its tasks."""
    connection = services.session.connection()
    key = {"business_key": case.reference, "ended_at": at}
    review = {"process_id": "annual_review", "status": "completed", "row_version": 9, "started_at": at}
    over = insert(process_instance).values(deployment_id=1, ended_in="concluded", **review, **key)
    instance = connection.execute(over.returning(process_instance.c.id)).scalar_one()
    texts = dict.fromkeys(("form", "page", "guard", "family_text"), "")
    task = {"element_id": "decide_review", "name": "Decide", "process_name": "Annual review", "state": "completed"}
    times = {"due_at": at, "has_due": True, "created_at": at, "claimable": True, "completed_by": "PER-22222"}
    rows = [{"instance_id": instance, "token": number, **key, **texts, **task, **times} for number in range(TASKS)]
    connection.execute(insert(user_task), rows)
    return instance


if __name__ == "__main__":
    for kind in sys.argv[1:] or ["sqlite"]:
        print(measure(kind, say=print))
