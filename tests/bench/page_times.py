"""How long the site takes for whole answers, on a store of its own that something was put into first."""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from engine import SetClock
from tests.bench.stores import STORES
from tests.webapp.family_site import FamilySite
from webapp.portal import Services

CALLS = 20
NOW = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
Asked = Mapping[str, tuple[str, str]]  # by the name of the figure: who asks, and for which address


def medians(store: str, fill: Callable[[Services], str], asked: Callable[[str], Asked]) -> dict[str, float]:
    """Median milliseconds of each answer, as the site's process makes it; `asked` is given what `fill` gave."""
    with tempfile.TemporaryDirectory() as folder, STORES[store](Path(folder)) as (database, _):
        site = FamilySite(Path(folder), SetClock(NOW), database_url=database.url)
        with site.portal.work() as services:
            filled = fill(services)
        figures = {f"{name}_ms_{store}": median(site, *page) for name, page in asked(filled).items()}
        site.portal.database.dispose()
    return figures


def median(site: FamilySite, email: str, path: str) -> float:
    """Median milliseconds of one page, asked by one person."""
    client, times = site.browser(email).client, list[float]()
    for _ in range(CALLS + 1):
        start = time.perf_counter()
        assert (answer := client.get(path)).status_code == 200, (path, answer.status_code)
        times.append(time.perf_counter() - start)
    return round(statistics.median(times[1:]) * 1000, 1)  # the first has compiled the templates
