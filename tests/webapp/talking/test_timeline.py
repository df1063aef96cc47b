"""What happened in a case: for officers everything, by kind and page by page; for a parent what is theirs to know."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from tests.webapp.cases.every import portal as portal
from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import Assessing, fill
from tests.webapp.contributions.conftest import assessing as assessing
from tests.webapp.contributions.test_assessment import share
from tests.webapp.talking.conftest import Talking
from webapp import clocks
from webapp.cases.reading import find_case
from webapp.presenters import timelines
from webapp.talking import family_timeline, timeline


def told(talking: Talking, who: str, query: str = "") -> str:
    status, page = talking.of(who).get(f"/cases/{talking.case}/timeline{query}")
    assert status == 200
    return words(page).replace("\xa0", " ").partition("Show only")[2] or words(page).replace("\xa0", " ")


def lines(page: str) -> list[str]:
    """What stands in the list, in its order."""
    return [" ".join(each.split()) for each in re.findall(r"<p>([^<]*)</p>", page.partition('class="tl"')[2])]


def happened(talking: Talking, who: str, query: str = "") -> list[str]:
    return lines(talking.of(who).get(f"/cases/{talking.case}/timeline{query}")[1].replace("\xa0", " "))


def begin(talking: Talking) -> None:
    """A request was received and decided in time; messages, a note, and the father's access has ended."""
    with talking.play.portal.work() as services:
        officer = talking.play.actor(services, talking.people["priya"])
        clocks.receive(services, talking.case, at=services.now, route="email", by=officer)
        clocks.start(services, talking.case, limit="decide_whether_to_assess", by=officer)
    talking.later(days=1)
    talking.writes("jo", "He rang again.")
    talking.later(hours=1)
    talking.answers("jo", "We have noted it.", by="uma")
    talking.of("uma").post(f"/cases/{talking.case}/notes", note="Rang Jo.")
    talking.later(hours=1)
    with talking.play.portal.work() as services:
        officer = talking.play.actor(services, talking.people["priya"])
        clocks.meet(services, talking.case, limit="decide_whether_to_assess", by=officer)
    talking.of("priya").post(f"/cases/{talking.case}/people/{talking.party('ali')}/end", because="The court says so.")


def test_officers_read_everything_by_day_and_the_latest_first(talking: Talking) -> None:
    begin(talking)
    assert happened(talking, "uma")[:9] == [
        "Access has ended: Ali Khan",
        "A limit is met: Decide whether to assess",
        "A note was written",
        "We wrote to Jo Bell",
        "Jo Bell wrote to us",
        "A limit runs: Decide whether to assess, by 2 March 2026",
        "A date from which the law counts: 19 January 2026",
        "Ali Khan may see the record",
        "Jo Bell may see the record",
    ]
    page = told(talking, "uma")
    assert (
        page.index("Tuesday 20 January 2026") < page.index("Jo Bell wrote to us") < page.index("Monday 19 January 2026")
    )
    assert "Priya Nair: The court says so." in page and "He rang again." not in page and "Rang Jo." not in page
    assert "Access has ended: Ali Khan" in words(talking.of("uma").get(f"/cases/{talking.case}")[1])


def test_only_some_kinds_are_shown(talking: Talking) -> None:
    begin(talking)
    assert happened(talking, "uma", "?kind=messages&kind=notes") == [
        "A note was written",
        "We wrote to Jo Bell",
        "Jo Bell wrote to us",
    ]
    assert "Nothing of this kind has happened." in told(talking, "uma", "?kind=letters")
    assert len(happened(talking, "uma", "?kind=none_of_ours")) == len(happened(talking, "uma"))


def test_a_parent_reads_what_is_theirs_and_nothing_of_the_other(talking: Talking) -> None:
    talking.later(days=1)
    before = happened(talking, "ali")
    begin_for_jo(talking)
    assert happened(talking, "jo") == ["We wrote to you", "You wrote to us", "You could see the record"]
    assert happened(talking, "ali") == before == ["You could see the record"]


def begin_for_jo(talking: Talking) -> None:
    talking.writes("jo", "He rang again.")
    talking.later(hours=1)
    talking.answers("jo")
    talking.of("uma").post(f"/cases/{talking.case}/notes", note="Rang Jo.")


def test_both_parents_read_the_limits_of_the_case(talking: Talking) -> None:
    begin(talking)
    assert "Done: Decide whether to assess" in happened(talking, "jo")
    talking.of("priya").post(f"/cases/{talking.case}/people/{talking.party('ali')}/again")
    assert "Done: Decide whether to assess" in happened(talking, "ali")
    assert "wrote" not in told(talking, "ali")


def test_old_cases_are_read_page_by_page_with_as_many_statements(talking: Talking) -> None:
    few = statements(talking)
    for number in range(60):
        talking.play.clock.advance(timedelta(minutes=3))
        talking.writes("jo", f"Message {number}.")
    assert statements(talking) == few <= 6
    first, page = happened(talking, "uma"), talking.of("uma").get(f"/cases/{talking.case}/timeline")[1]
    assert len(first) == timeline.PAGE
    (more,) = re.findall(r"\?before=\d+", page)
    assert happened(talking, "uma", more)[-1] == "Jo Bell may see the record"
    assert len(happened(talking, "jo")) == family_timeline.PAGE
    assert happened(talking, "jo", "?after=50")[-1] == "You could see the record"


def statements(talking: Talking) -> int:
    """How many the officers' timeline takes."""
    seen: list[str] = []

    def listener(*given: object) -> None:
        seen.append(str(given[2]))

    engine = talking.play.portal.database.engine
    with talking.play.portal.look() as services:
        case = find_case(services, talking.case)
        event.listen(engine, "before_cursor_execute", listener)
        timeline.of(services, case)
        event.remove(engine, "before_cursor_execute", listener)
    return len(seen)


@pytest.mark.parametrize("who", ["jo", "ali"])
def test_a_family_reads_of_advice_what_was_asked_and_what_was_shared_with_them(assessing: Assessing, who: str) -> None:
    assessing.begin()
    assessing.advise(assessing.reader())
    share(assessing, jo="yes", ali="no")
    task = assessing.task("views.family_views", "jo")
    fill(assessing.of("jo").client, f"/tasks/{task.id}/form/begin", {"way": "form", "like": "Her laugh"})
    found = lines(assessing.of(who).get(f"/cases/{assessing.case}/timeline")[1])
    assert "We asked for advice: Educational psychologist" in found and "Assessment" in found
    assert ("We shared with you: Advice: School" in " ".join(found)) is (who == "jo")
    assert ("You gave us: Your views" in found) is (who == "jo")
    officer = lines(assessing.of("priya").get(f"/cases/{assessing.case}/timeline?kind=advice")[1])
    assert officer[:2] == ["Advice was checked: Beckside Primary. Shared with Jo Bell", "Advice came: Beckside Primary"]
    assert "Advice was asked for: Psychology team" in officer


def test_whatever_can_stand_there_has_its_words() -> None:
    assert set(timelines.SENTENCES) == {*timeline.TOPICS, "passed"} and set(timelines.TOPICS) == set(timeline.KINDS)


def test_whose_name_was_erased_is_somebody_and_advice_may_be_shared_with_nobody() -> None:
    def said(kind: str) -> str:
        (day,) = timelines.for_officers(
            [
                timeline.Event(
                    at=datetime(2026, 1, 19, tzinfo=UTC),
                    topic=timeline.PEOPLE,
                    kind=kind,
                    by="Priya Nair",
                    what="School",
                    whom=(),
                    on=None,
                    because="",
                )
            ]
        )
        return day.lines[0].words

    assert said("access granted") == "Somebody may see the record"
    assert said("advice checked") == "Advice was checked: School. Shared with nobody"
