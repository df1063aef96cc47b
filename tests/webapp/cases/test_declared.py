"""Staff declare that they are related or close to somebody: from then on others look after the request and the case."""

import pytest

from engine import GuardRefuses
from tests.webapp.cases.conftest import DAD, Play, visible
from tests.webapp.cases.pages import Pages, words
from tests.webapp.cases.test_break_glass import REASON
from webapp.cases.independence import DECLARED


def test_what_they_had_claimed_goes_back_and_they_do_not_get_it_again(
    play: Play, pages: Pages, jo: str, priya: str
) -> None:
    reference = play.ask(jo)
    path, browser = pages.task(reference), pages.of(priya)
    browser.post(f"{path}/claim")
    shown = browser.get(path)[1]
    assert f'href="/related/{reference}"' in shown
    status, page = browser.get(f"/related/{reference}")
    assert status == 200 and "Jo" not in words(page)
    status, page = browser.post(f"/related/{reference}")
    assert status == 200 and f"Somebody else looks after {reference}" in page
    for _ in range(2):  # pressed again
        assert browser.post(f"/related/{reference}")[0] == 200
    assert browser.get(path)[0] == 403
    status, page = browser.post(f"{path}/claim")
    assert status == 403 and DECLARED in page
    play.claim(play.person("Uma", "Frost", group="send_admin"), reference, "review_request")
    with play.portal.look() as services:
        said = [each for each in services.engine.history.of(reference) if each.kind == "relation declared"]
    assert [each.actor for each in said] == [priya]


def test_it_holds_for_the_childs_case_and_for_whoever_else_asks(play: Play, pages: Pages, jo: str, ali: str) -> None:
    uma, ina = (play.person(first, "Frost", group="send_admin") for first in ("Uma", "Ina"))
    reference = play.ask(jo)
    pages.of(uma).post(f"/related/{reference}")
    with pytest.raises(GuardRefuses, match="You have said"):
        play.claim(uma, play.ask(ali, DAD), "review_request")
    play.approve(ina, reference)
    case, browser = visible(play.portal, jo)[0].reference, pages.of(uma)
    assert browser.get(f"/cases/{case}")[0] == 403
    assert browser.post(f"/cases/{case}/open", ground="danger", reason=REASON)[0] == 403
    assert browser.get(f"/cases/{case}")[0] == 403


def test_said_of_the_case_it_holds_for_the_next_request(play: Play, pages: Pages, jo: str, ali: str) -> None:
    uma, ina = (play.person(first, "Frost", group="send_admin") for first in ("Uma", "Ina"))
    play.approve(ina, play.ask(jo))
    case = visible(play.portal, jo)[0].reference
    assert f'href="/related/{case}"' in pages.of(uma).get(f"/cases/{case}")[1]
    pages.of(uma).post(f"/related/{case}")
    assert pages.of(uma).get(f"/cases/{case}")[0] == 403
    with pytest.raises(GuardRefuses, match="You have said"):
        play.claim(uma, play.ask(ali, DAD), "review_request")


def test_only_who_works_on_cases_declares_and_only_of_what_is_there(play: Play, pages: Pages, jo: str) -> None:
    reference = play.ask(jo)
    assert pages.of(jo).post(f"/related/{reference}")[0] == 403
    assert pages.of(play.person("Ada", "Finch", group="analyst")).post(f"/related/{reference}")[0] == 404
    assert pages.of(play.person("Uma", "Frost", group="send_admin")).get("/related/ACC-XXXXX")[0] == 404
