"""A plan of forty rows in five versions: the family's page of it, what has changed, and its PDF."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

from tests.bench import page_times
from tests.bench.page_times import NOW, Asked
from webapp.cases.models import Case, Child
from webapp.demo import JO, PRIYA
from webapp.plans import releasing, versions, writing
from webapp.plans.models import DRAFT, PlanVersion
from webapp.plans.writing import Words
from webapp.portal import Services

ROWS, VERSIONS = 40, 5
NEED = "Sam finds it hard to stay with one thing when others talk beside him, most of all in the afternoon ({number})."
OUTCOME = "By July 2027 Sam works on his own for {minutes} minutes, on 4 days out of 5 ({number})."
HELP = "A teaching assistant works with Sam, one to one, for {minutes} minutes on 5 days a week ({number})."


def measure(store: str, *, say: Callable[[str], None]) -> dict[str, float]:
    """Median milliseconds of whole answers, as the site's process makes them."""
    say(f"{store}: a plan of {ROWS} rows in {VERSIONS} versions …")
    return page_times.medians(store, _fill, _pages)


def _pages(reference: str) -> Asked:
    path = f"/cases/{reference}/plan/draft-{VERSIONS}"
    return {
        "plan_open": (JO.email, f"{path}/needs?changes=no"),
        "plan_compare": (JO.email, f"{path}/needs"),
        "plan_pdf": (JO.email, f"{path}/pdf"),
        "plan_word": (PRIYA.email, f"{path}/word"),
    }


def _fill(services: Services) -> str:
    case = services.session.scalars(select(Case).join(Child).where(Child.first_name == "Sam")).one()
    officer, reader = (services.accounts.people.by_email(each.email) for each in (PRIYA, JO))
    assert officer and reader
    actor = services.actor(officer)
    for number in range(VERSIONS):
        version = versions.begin(services, case, DRAFT, instance_id=1)
        if not number:
            _write(services, version)
        for row in versions.statements(services, version):  # every statement says something else in every version
            row.words = row.words.replace(f"{number + 19} minutes", f"{number + 20} minutes")
        services.session.flush()
        versions.issue(services, version, dated=date(2026, 1, 1) + timedelta(days=number))
        version.issued_at = NOW + timedelta(seconds=number)
        releasing.decide(services, version, reader.id, may=True, by=officer, actor=actor)
    return case.reference


def _write(services: Services, version: PlanVersion) -> None:
    for number in range(ROWS):
        words = {"number": number, "minutes": 20}
        need = writing.put(services, version, "B", Words(words=NEED.format(**words), heading=f"Need {number}"), by=None)
        outcome = writing.put(services, version, "E", Words(words=OUTCOME.format(**words)), follows=need.key, by=None)
        details = {"amount": "20 minutes", "often": "5 days a week", "who": "Teaching assistant"}
        help_given = Words(words=HELP.format(**words), details=details)
        writing.put(services, version, "F", help_given, follows=outcome.key, by=None)
