"""A review that is late, as the family reads it: one sentence in their words, and what we did about it."""

from tests.webapp.cases.pages import Pages, words
from tests.webapp.reviews.conftest import Reviewing
from webapp.worker import lateness


def test_the_family_reads_once_what_is_late_and_whom_we_told(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.prepared("2026-12-18")
    reviewing.at("2026-12-18", 13)
    reviewing.records()
    reviewing.at("2027-01-20")  # both the decision and the year are over
    lateness.sweep(reviewing.portal)
    said = words(Pages(reviewing.play).of(reviewing.people["jo"]).get(f"/cases/{reviewing.case}")[1])
    assert "We are late. By now we should have told you whether the plan stays, changes or ends." in said
    assert "That was due on Friday 15 January 2027. Our managers were told on Wednesday 20 January 2027." in said
    assert said.count("We are late") == 1
    assert "Tell you whether the plan stays, changes or ends" in said and "Decide after the review" not in said
