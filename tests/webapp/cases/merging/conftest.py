"""Sam is there twice, once for each parent: every shipped drawing, on each database in turn."""

from datetime import timedelta

import pytest

from tests.webapp.cases.assessing.conftest import grace as grace
from tests.webapp.cases.assessing.conftest import nell as nell
from tests.webapp.cases.assessing.conftest import portal as portal
from tests.webapp.cases.assessing.conftest import sam as sam
from tests.webapp.cases.assessing.conftest import walk as walk
from tests.webapp.cases.conftest import DAD, Play, visible
from tests.webapp.cases.pages import Pages, words
from webapp.cases.models import CaseMerge
from webapp.db import Database

WHY = "The same day of birth, the same school, and the grandmother says so"
SAME = {"stays": "", "because": WHY, "read": "yes"}


class Merge:
    """Two officers, each in their own browser."""

    def __init__(self, play: Play, pages: Pages, stays: str, goes: str) -> None:
        self.play, self.pages, self.stays, self.goes = play, pages, stays, goes

    def ask(self, who: str, **fields: str) -> str:
        """The first one asks; gives the page that followed."""
        self.play.clock.advance(timedelta(seconds=1))
        sent = {**SAME, "stays": self.stays, **fields}
        return words(self.pages.of(who).post(f"/cases/{self.stays}/merge/{self.goes}", **sent)[1])

    def decide(self, who: str, action: str = "merge", **fields: str) -> tuple[int, str]:
        """Somebody decides about the latest."""
        status, page = self.pages.of(who).post(self.page(), action=action, **{"read": "yes", **fields})
        return status, words(page)

    def page(self) -> str:
        """Address of the latest."""
        with self.play.portal.look() as services:
            latest = max(services.session.query(CaseMerge), key=lambda each: each.proposed_at)
            return f"/merges/{latest.id}"

    def together(self, one: str, other: str) -> None:
        """One asks, the other agrees."""
        assert "Asked." in self.ask(one)
        status, page = self.decide(other)
        assert status == 200 and "The two records are one now" in page, page


@pytest.fixture
def address(either: Database) -> str:
    """Of each database in turn."""
    return either.url


@pytest.fixture
def twin(play: Play, ali: str, priya: str, sam: str) -> str:
    """The second record of the same child, made for his father from a name that is spelled in another way."""
    play.approve(priya, play.ask(ali, {**DAD, "child_first_name": "Samm", "child_nhs_number": "943 476 5919"}))
    (case,) = visible(play.portal, ali)
    return case.reference


@pytest.fixture
def merge(play: Play, pages: Pages, sam: str, twin: str) -> Merge:
    """Samm goes into Sam."""
    return Merge(play, pages, sam, twin)
