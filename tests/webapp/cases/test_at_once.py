"""The same thing from several windows at once, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.webapp.cases.conftest import Play, own_requests
from webapp import cases
from webapp.db import Database
from webapp.portal import Portal


@pytest.fixture
def address(database: Database) -> str:
    """Of each database in turn."""
    return database.url


def test_a_request_that_is_sent_eight_times_at_once_is_one_request(portal: Portal, play: Play, jo: str) -> None:
    def ask(_: int) -> str:
        try:
            return play.ask(jo)
        except cases.AlreadyAsked as refused:
            return refused.reference

    with ThreadPoolExecutor(8) as pool:
        references = set(pool.map(ask, range(8)))
    assert len(references) == 1 and len(own_requests(portal, jo)) == 1
    assert len(play.mails()) == 1
