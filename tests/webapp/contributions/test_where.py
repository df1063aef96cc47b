"""An officer's page of a case draws where it stands: the bar of weeks, and the process with what waits and what is behind."""

import re
from datetime import datetime
from typing import Any

import html5lib
from sqlalchemy import event

from tests.webapp.contributions.conftest import ADVICE, ADVISERS, Assessing
from tests.webapp.loads import loads
from webapp import clocks

LIMITS = ("decide_whether_to_assess", "decide_whether_plan_is_needed", "final_plan")
RECEIVED = datetime.fromisoformat("2026-01-13T09:00:00+00:00")


def asked(assessing: Assessing) -> None:
    """The request came on 13 January 2026; advice is gathered."""
    with assessing.portal.work() as services:
        officer = assessing.play.actor(services, assessing.people["priya"])
        clocks.receive(services, assessing.case, at=RECEIVED, route="email", by=officer)
        for limit in LIMITS:
            clocks.start(services, assessing.case, limit=limit, by=officer)
    assessing.begin([ADVISERS[1], ADVISERS[0]])


def page(assessing: Assessing) -> str:
    status, text = assessing.of("priya").get(f"/cases/{assessing.case}")
    assert status == 200
    return text.replace("\xa0", " ")


def drawn(text: str) -> Any:
    """The drawing's element in the page."""
    root = html5lib.parse(text, namespaceHTMLElements=False)
    return next(each for each in root.iter() if each.get("class") == "where")


def numbers(text: str) -> dict[str, str]:
    """What is drawn with a number beside it: the words of the shape, and the number."""
    found = {}
    for group in drawn(text).iter("{http://www.w3.org/2000/svg}g"):
        if "waits" in group.get("class", "").split():
            lines = [each.text or "" for each in group.iter("{http://www.w3.org/2000/svg}text")]
            found[" ".join(lines[:-1])] = lines[-1]
    return found


def behind(text: str) -> set[str]:
    """Words of the shapes that are drawn as done."""
    groups = drawn(text).iter("{http://www.w3.org/2000/svg}g")
    done = (each for each in groups if "done" in each.get("class", "").split())
    return {" ".join(line.text or "" for line in each.iter("{http://www.w3.org/2000/svg}text")) for each in done}


def test_what_waits_stands_in_the_drawing_with_how_many(assessing: Assessing) -> None:
    asked(assessing)
    text = page(assessing)
    assert numbers(text) == {"Advice from each body": "2", "Views of each person": "4"}
    assert {"Choose whom to ask", "Ask everybody"} <= behind(text)
    assert "Is a plan needed?" not in behind(text)
    assert "Advice from each body: 2 open" in text, "the same as a list"
    assessing.do("eve", "advice.give_advice", {"known_to_us": "no"})
    assert numbers(page(assessing))["Advice from each body"] == "1"


def test_tasks_that_the_reader_may_do_are_a_click_away_and_those_of_others_are_only_named(assessing: Assessing) -> None:
    asked(assessing)
    assessing.do("eve", "advice.give_advice", ADVICE)
    task = assessing.task("advice.check_advice")
    card = re.search(r'<section class="card card--do">(.*?)</section>', page(assessing), re.S).group(1)  # type: ignore[union-attr]
    assert re.findall(r'href="/tasks/(\d+)"', card) == [str(task.id)]
    assert assessing.of("priya").get(f"/tasks/{task.id}")[0] == 200
    assert "For somebody else" in card and "Tell us your views" in card


def test_without_a_process_nothing_is_drawn(assessing: Assessing) -> None:
    text = page(assessing)
    assert "Where it is in the drawing" not in text and 'class="weeks' not in text


def test_the_bar_says_the_week_what_was_met_and_what_is_late(assessing: Assessing) -> None:
    asked(assessing)
    assert bar(assessing) == (
        "Today, 19 January. Start: Asked 13 January. Week 6: Assess? 24 February. "
        "Week 16: Plan? 5 May. Week 20: Final 2 June."
    )
    with assessing.portal.work() as services:
        officer = assessing.play.actor(services, assessing.people["priya"])
        clocks.meet(services, assessing.case, limit="decide_whether_to_assess", by=officer)
    assessing.pass_days(110)
    said = bar(assessing)
    assert "Week 6: Assess? in time" in said and "Week 16: Plan? late by 4 days" in said
    assessing.pass_days(60)
    assert "Week 20: Final late by 36 days" in bar(assessing) and "weeks--late" in page(assessing)


def bar(assessing: Assessing) -> str:
    found = re.search(r'class="weeks[^>]+aria-label="([^"]+)"', page(assessing))
    assert found
    return found[1]


def test_the_page_loads_no_workflow_and_takes_as_many_statements_for_many_bodies(assessing: Assessing) -> None:
    asked(assessing)
    with loads() as loaded:
        few = statements(assessing)
    assert not loaded
    assert len([each for each in few if "UNION ALL" in each]) == 1


def test_pages_about_one_task_load_its_workflow_once_and_so_does_the_list_of_all(assessing: Assessing) -> None:
    assessing.begin(ADVISERS[:2])
    reader, officer = assessing.reader(), assessing.of("priya")
    path = re.findall(r"/advice/tasks/\d+", reader.get("/advice"))[0]
    with loads() as for_reader:
        assert "Beckside" in reader.get(path)
    assessing.advise(reader)
    assessing.do("eve", "advice.give_advice", {**ADVICE, "organisation": "Psychology team"})
    task = assessing.task("advice.check_advice").id
    assert officer.post(f"/tasks/{task}/claim")[0] == 200
    for path in (f"/tasks/{task}", f"/tasks/{task}/check", f"/cases/{assessing.case}/advice"):
        with loads() as for_officer:
            assert officer.get(path)[0] == 200
        assert for_officer == ["assessment"], path
    assert for_reader == ["assessment"]


def statements(assessing: Assessing) -> list[str]:
    """Of the officer's page, opened for the second time."""
    browser, seen = assessing.of("priya"), list[str]()
    path = f"/cases/{assessing.case}"
    assert browser.get(path)[0] == 200
    engine = assessing.portal.database.engine
    listener = lambda *values: seen.append(values[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    assert browser.get(path)[0] == 200
    event.remove(engine, "before_cursor_execute", listener)
    return seen
