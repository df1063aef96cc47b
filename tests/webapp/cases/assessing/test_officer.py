"""An officer is named for a case: its family reads who, and colleagues whom to ask."""

from tests.webapp.cases.pages import words


def test_an_officer_takes_a_case_and_the_family_reads_the_name(play, pages, sam, jo, nell, grace):
    place, taken = f"/cases/{sam}", "Nell Frost looks after Sam’s case"
    assert "Officer nobody is named" in words(pages.of(nell).get(place)[1])
    status, page = pages.of(nell).post(f"{place}/officer")
    assert status == 200 and "I no longer look after this case" in page
    assert taken in words(pages.of(jo).get(place)[1])
    assert "Officer Nell Frost" in words(pages.of(grace).get(place)[1])
    pages.of(grace).post(f"{place}/officer")  # a colleague takes it over
    assert "Grace Lowe looks after Sam’s case" in words(pages.of(jo).get(place)[1])
    pages.of(grace).post(f"{place}/officer", nobody="yes")
    assert "looks after" not in words(pages.of(jo).get(place)[1])
    with play.portal.look() as services:
        kinds = [event.kind for event in services.engine.history.of(sam)]
    assert kinds.count("officer named") == 3


def test_who_has_left_is_named_no_longer(play, pages, sam, jo, nell):
    pages.of(nell).post(f"/cases/{sam}/officer")
    with play.portal.work() as services:
        services.accounts.people.by_reference(nell).disabled_at = services.now
    assert "looks after" not in words(pages.of(jo).get(f"/cases/{sam}")[1])
