"""Abuse case 8: every address with an id × every role, own and other family's, against the table that people read."""

import pytest

from tests.abuse import matrix
from tests.abuse.browser import Answer, Browser
from tests.abuse.site import RealSite
from tests.abuse.world import World


@pytest.fixture(scope="module")
def world(real_site: RealSite) -> World:
    return World(real_site)


def ask(browser: Browser, method: str, path: str, token: str) -> Answer:
    return browser.gets(path) if method == "GET" else browser.sends(path, [("csrf_token", token)])


def test_every_role_is_answered_as_the_table_says(world: World) -> None:
    assert set(world.browsers) == set(matrix.roles())
    tokens = {role: browser.token() for role, browser in world.browsers.items()}
    wrong = []
    for row in matrix.rows():
        path = row.path({part: world.value(thing) for part, thing in row.of.items()})
        for role in matrix.roles():
            answer = matrix.said(ask(world.browsers[role], row.method, path, tokens[role]))
            if answer != row.answers[role]:
                wrong.append(f"{row.method} {row.route}, {role}: “{row.answers[role]}” is expected, it is “{answer}”")
    assert not wrong, "\n".join(wrong)


def test_nobody_learns_whether_what_they_may_not_see_is_there(world: World) -> None:
    other = world.browsers["other parent"]
    for path, value in (("/cases/", world.case), ("/requests/", world.request), ("/documents/", world.document)):
        foreign, none = other.gets(path + value), other.gets(path + "X" * len(value))
        assert foreign.status == none.status == 404 and foreign.words == none.words
