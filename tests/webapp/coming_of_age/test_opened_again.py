"""It begins again when a case that was closed opens again, once, and in a case that comes to us after the age."""

from datetime import date, timedelta

import pytest

from tests.webapp.cases.every import portal as portal
from tests.webapp.coming_of_age.conftest import BEGINS, Growing
from tests.webapp.contributions.conftest import fill
from tests.webapp.importing.test_importing import OLIVE, olive
from tests.webapp.importing.test_importing import bring as bring

CLOSING = {"closing_reason": "withdrawn", "closing_words": "They ask for nothing any more."}
ASKED = {
    "asked_by": "school",
    "asker": "Ruth Marsh, Beckside",
    "family_knows": "yes",
    "route": "email",
    "late": "no",
    "words": "Please assess.",
}


def on(name: str, day: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def closes(growing: Growing, day: date) -> None:
    """An officer asks to close the case, and a manager confirms."""
    if "hilda" not in growing.people:
        growing.people["hilda"] = growing.play.person("Hilda", "Ray", group="send_manager")
    fill(growing.of("grace").client, f"/cases/{growing.case}/do/CloseCase/begin", {**CLOSING, **on("since", day)})
    growing.play.claim(growing.people["hilda"], growing.case, "confirm_closing")
    growing.play.complete(growing.people["hilda"], growing.case, "confirm_closing", {"confirmed": "yes"})


def opens_again(growing: Growing, day: date) -> None:
    """The school asks for an assessment, and an officer writes it down."""
    answers = {**ASKED, **on("received_on", day)}
    fill(growing.of("grace").client, f"/cases/{growing.case}/do/RecordRequest/begin", answers)


def test_it_begins_again_with_a_case_that_was_closed_in_the_middle_and_once(growing: Growing) -> None:
    growing.at(BEGINS)
    assert growing.waiting() == ["invite"]
    closes(growing, date(2025, 12, 26))
    growing.at("2026-01-05T09:00:00+00:00")
    assert growing.waiting() == [], "nobody is asked in a case that is closed"
    opens_again(growing, date(2026, 1, 5))
    assert "invite" not in growing.waiting()
    growing.at("2026-01-05T10:00:00+00:00")
    assert growing.waiting().count("invite") == 1
    growing.at("2026-01-05T11:00:00+00:00")
    assert growing.waiting().count("invite") == 1
    closes(growing, date(2026, 1, 5))
    opens_again(growing, date(2026, 1, 5))
    growing.at("2026-01-05T12:00:00+00:00")
    assert growing.waiting().count("invite") == 1, "and after every closing"


def test_who_has_decided_is_not_asked_a_second_time(growing: Growing) -> None:
    growing.at(BEGINS)
    growing.claim("invite")
    growing.invited(way="without", email="")
    growing.judged()
    growing.handed_over()
    people = [growing.people[who] for who in ("jo", "ali")]
    told = {"how": "talk", **on("told_on", date(2026, 6, 27))}
    said = {f"sees-{each}": "everything" for each in people}
    task = growing.claim("ask_them")
    assert growing.of("grace").post(f"/tasks/{task}/who-may-see", **told, **said)[0] == 200
    task = growing.claim("decide_who_sees")
    assert growing.of("grace").post(f"/tasks/{task}/who-sees", **said)[0] == 200
    closes(growing, date(2026, 6, 27))
    opens_again(growing, date(2026, 6, 27))
    growing.at("2026-06-27T10:00:00+00:00")
    assert growing.waiting() == ["check_duty"]
    growing.at("2028-08-31T09:00:00+00:00")
    assert any("What ends at 18" in about for _, about in growing.play.mails())


@pytest.mark.parametrize(("years", "begins"), [(14, []), (17, ["invite"]), (21, ["invite"]), (27, [])])
def test_it_begins_in_a_case_that_comes_from_a_former_system_after_the_age(
    growing: Growing, bring, years: int, begins: list[str]
) -> None:
    today = growing.play.clock.now().date()
    born_on = today.replace(year=today.year - years, day=1) - timedelta(days=40)
    assert bring({**OLIVE, "born_on": born_on.isoformat(), "phase": "none"})[0] == 0
    case, _ = olive(growing.play)
    growing.at(growing.play.clock.now().isoformat())
    assert growing.play.waiting(case) == begins
