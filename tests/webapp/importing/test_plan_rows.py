"""A plan comes as rows from the former system: an issued version, taken once, with each fault told by its line."""

import pytest

from tests.webapp.cases.pages import words
from tests.webapp.importing.test_importing import OLIVE, bring, clock, nell, olive, pages, play, portal
from webapp.cases.reading import find_case
from webapp.plans import versions

__all__ = ["bring", "clock", "nell", "pages", "play", "portal"]
HEAD = "number,row,section,follows,heading,words,amount,often,who,qualification,review"
PLAN = (
    "S-1,1,B,,Reading,Olive reads single words.,,,,,",
    "S-1,2,E,1,,By July 2026 Olive reads a page.,,,,,",
    "S-1,3,F,2,,An assistant reads with Olive.,20 minutes,Each day,An assistant,Paired reading,Each term",
    "S-2,1,B,,,Another child’s need.,,,,,",
)
WITH_PLAN = {**OLIVE, "plan_on": "10/02/2025", "plan_rows": "plans.csv"}


@pytest.fixture
def address(tmp_path: object) -> str:
    """The room is tested on both databases where its files are."""
    return f"sqlite:///{tmp_path}/portal.db"


@pytest.fixture
def plans(tmp_path):
    """Writes the file of plan rows beside the file of cases."""

    def write(*rows: str) -> None:
        (tmp_path / "plans.csv").write_text("\n".join([HEAD, *rows]), "utf-8")

    write(*PLAN)
    return write


def said_in_plan(play) -> list[tuple[str, str, dict[str, str]]]:
    with play.portal.look() as services:
        (version,) = versions.issued(services, find_case(services, olive(play)[0]))
        assert (version.slug, version.dated.isoformat()) == ("final-1", "2025-02-10")
        return [(each.section, each.words, each.details) for each in versions.statements(services, version)]


def test_it_is_an_issued_version_of_its_day_and_taken_once(play, bring, plans):
    assert bring(WITH_PLAN) == (0, "1 added, 0 changed, 0 unchanged, 0 left out\n")
    found = sorted(said_in_plan(play))
    assert [(section, text) for section, text, _ in found] == [
        ("B", "Olive reads single words."),
        ("E", "By July 2026 Olive reads a page."),
        ("F", "An assistant reads with Olive."),
    ]
    assert found[2][2]["often"] == "Each day"
    assert bring(WITH_PLAN) == (0, "0 added, 0 changed, 1 unchanged, 0 left out\n")
    assert len(said_in_plan(play)) == 3


def test_an_officer_reads_it_and_the_family_not_before_they_say_so(play, pages, bring, plans, nell):
    bring(WITH_PLAN)
    case = olive(play)[0]
    shown = words(pages.of(nell).get(f"/cases/{case}/plan/final-1/needs")[1])
    assert "Olive reads single words." in shown and "20 minutes" in shown


def test_rows_that_have_changed_since_are_told_and_the_portals_plan_stays(play, bring, plans):
    bring(WITH_PLAN)
    plans(PLAN[0].replace("single words", "whole sentences"), *PLAN[1:])
    code, printed = bring(WITH_PLAN)
    assert code == 0 and "plan_rows: The plan’s rows have changed in the file. The portal's own stays." in printed
    assert "Olive reads single words." in [text for _, text, _ in said_in_plan(play)]


def test_what_came_before_without_its_plan_gets_it_later(play, bring, plans):
    bring(OLIVE)
    assert bring(WITH_PLAN) == (0, "0 added, 1 changed, 0 unchanged, 0 left out\n")
    assert len(said_in_plan(play)) == 3


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("S-1,1,Q,,,Words,,,,,", "line 2: A plan has no section “Q”."),
        ("S-1,1,E,7,,Words,,,,,", "line 2: Say to which part this belongs"),
        ("S-1,1,E,,,Words,,,,,", "line 2: Say to which part this belongs"),
        ("S-1,1,B,,,,,,,,", "line 2: Write what this part of the plan says"),
        ("S-1,1,K,,,Words,,,,,", "line 2: This section lists the advice by itself"),
        ("S-9,1,B,,,Words,,,,,", "plans.csv has no row with the number S-1."),
    ],
)
def test_a_fault_is_told_with_its_line_and_leaves_nothing(play, bring, plans, row, told):
    plans(row)
    code, printed = bring(WITH_PLAN, dry_run=True)
    assert code == 1 and told in printed and "1 left out" in printed


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"plan_on": ""}, "plan_on: It is empty, and plan_rows is not."),
        ({"plan_rows": "gone.csv"}, "There is no file gone.csv."),
        ({"plan_rows": "../plans.csv"}, "lies outside of the folder"),
        ({"plan_rows": "cases.csv"}, "cases.csv: The column row is missing. `./portal cases --help`"),
    ],
)
def test_what_is_missing_beside_it_is_told(bring, plans, cells, told):
    code, printed = bring({**WITH_PLAN, **cells}, dry_run=True)
    assert code == 1 and told in printed
