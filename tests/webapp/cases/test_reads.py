"""Who has looked at a record is written down, and who chose it."""

from tests.webapp.cases.conftest import Play, visible
from webapp import cases
from webapp.portal import Portal


def test_every_reading_of_a_case_stands_in_its_history(portal: Portal, play: Play, jo: str, priya: str) -> None:
    play.approve(priya, play.ask(jo))
    (case,) = visible(portal, jo)
    with portal.work() as services:
        cases.note_read(services, case.reference, by=play.actor(services, jo), what="case page")
    with portal.look() as services:
        reads = [e for e in services.engine.history.of(case.reference) if e.kind == "read"]
        assert [(e.actor, e.payload["what"]) for e in reads] == [(jo, "case page")]
        assert services.engine.history.broken_at(case.reference) is None


def test_the_choice_of_a_record_stands_in_the_requests_history(portal: Portal, play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    play.approve(priya, reference)
    with portal.look() as services:
        (matched,) = [e for e in services.engine.history.of(reference) if e.kind == "matched"]
        assert (matched.actor, matched.payload) == (priya, {"new": True})
