"""Who must not learn what, said with a request for an assessment: officers read it wherever they decide who learns."""

import pytest

from tests.webapp.cases.assessing.conftest import ASK
from tests.webapp.cases.assessing.test_school_asks import SCHOOL_ASKS, asks, finds
from tests.webapp.cases.assessing.test_school_asks import ruth as ruth
from tests.webapp.cases.conftest import DAD
from tests.webapp.cases.pages import words

SAID = "His father must not learn the name of the school."
KEEP = {"keep_from": "yes"}, {"keep_from": "yes", "keep_from_words": SAID, "declaration": "true"}
FAMILY_ASKS = (*list(ASK.values())[:-1], *KEEP)  # the second question appears when the first is answered


def school_asks() -> tuple[dict[str, str], ...]:
    """The same, asked and answered by the school."""
    return tuple(
        {**page, "keep_from": "yes", "keep_from_words": SAID} if "keep_from" in page else page for page in SCHOOL_ASKS
    )


def test_what_a_parent_said_there_is_read_by_officers_with_who_said_it(play, pages, walk, sam, jo, nell):
    status, page = walk(jo).through(f"/cases/{sam}/do/AskForAssessment/begin", *FAMILY_ASKS)
    assert status == 200, words(page)
    shown = words(pages.of(nell).get(f"/cases/{sam}")[1])
    assert SAID in shown and f"Jo Bell (mother), request {sam} of" in shown


def test_no_father_is_let_in_before_it_is_read(play, walk, sam, jo, ali, priya):
    walk(jo).through(f"/cases/{sam}/do/AskForAssessment/begin", *FAMILY_ASKS)
    told = play.look_at(priya, play.ask(ali, DAD)).told
    assert [each.words for one in told for each in one.restrictions if one.name == "Jo Bell"] == [SAID]


@pytest.mark.parametrize(("what", "named"), [(SCHOOL_ASKS, True), (school_asks(), False)], ids=["nothing", "said"])
def test_what_a_school_said_there_hides_its_name_from_the_family(
    play, pages, walk, sam, jo, ruth, nell, monkeypatch, what, named
):
    monkeypatch.setattr("tests.webapp.cases.assessing.test_school_asks.SCHOOL_ASKS", what)
    finds(pages, nell, asks(walk, ruth), sam)
    play.mails()
    assert ("Ruth Marsh" in words(pages.of(jo).get(f"/cases/{sam}/given")[1])) == named
    assert (SAID in words(pages.of(nell).get(f"/cases/{sam}")[1])) != named
