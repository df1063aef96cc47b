"""Plans whose reviews fall due in one week: how many of them the worker prepares in a second.

`python -m tests.bench.reviews 10000` measures as many by hand; ten thousand must take less than ten minutes.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from engine import PORTAL, SetClock
from engine.models import process_instance
from tests.bench.stores import STORES
from tests.webapp.family_site import FamilySite
from webapp.cases import references
from webapp.cases.models import Case, Child
from webapp.portal import Portal
from webapp.worker import Worker

CASES = 140
NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)  # a Monday
WEEK = timedelta(days=7)
YEAR = timedelta(days=366)


def measure(store: str, *, say: Callable[[str], None], cases: int = CASES) -> dict[str, float]:
    """Cases in a second, and the processor's time for one: from a timer that is due to a review that waits."""
    many = cases // WEEK.days
    say(f"{store}: the reviews of {many * WEEK.days:,} plans in one week …")
    with tempfile.TemporaryDirectory() as folder, STORES[store](Path(folder)) as (database, _):
        clock = SetClock(NOW)
        portal = FamilySite(Path(folder), clock, database_url=database.url).portal
        for day in range(WEEK.days):
            _plans(portal, many, day)
            clock.advance(timedelta(days=1))
        clock.advance(YEAR)
        worker, started, busy = Worker(portal), time.perf_counter(), time.process_time()
        while worker.once():
            pass
        took, busy = time.perf_counter() - started, time.process_time() - busy
        assert _running(portal, "annual_review") == many * WEEK.days
        portal.database.dispose()
    each = busy / (many * WEEK.days) * 1000
    return {
        f"reviews_prepared_per_second_{store}": round(many * WEEK.days / took, 1),
        f"reviews_cpu_ms_each_{store}": round(each, 1),  # of this process: the same on a busy machine
    }


def _plans(portal: Portal, many: int, day: int) -> None:
    """The plans of one day are final."""
    for number in range(many):
        born_on = date(2012, 1, 1) + timedelta(days=(number * 7 + day) % 2000)
        with portal.work() as services:
            child = Child(first_name=f"Child {number}", last_name=f"Of day {day}", born_on=born_on, created_at=NOW)
            key = references.free(services.session, "EHC", Case)
            services.session.add(Case(child=child, reference=key, opened_at=NOW))
            services.session.flush()
            services.engine.messages.correlate("PlanFinalised", key=key, message_id=f"final:{key}", by=PORTAL)


def _running(portal: Portal, process_id: str) -> int:
    with portal.look() as services:
        c = process_instance.c
        counted = select(func.count()).where(c.process_id == process_id, c.status == "running")
        return int(services.session.execute(counted).scalar_one())


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    for kind in sys.argv[2:] or ["sqlite"]:
        print(measure(kind, say=print, cases=many))
