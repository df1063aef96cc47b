"""Cases of a former system come from a CSV file: checked cell by cell, tried first, safe to repeat."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine import PORTAL, SetClock
from tests.webapp.cases.assessing.conftest import nell as nell
from tests.webapp.cases.conftest import pages as pages
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import visible
from tests.webapp.cases.every import portal as portal
from tests.webapp.cases.pages import words
from tests.webapp.cases.sheets import PDF
from webapp import clocks
from webapp.accounts import PersonDetails
from webapp.cases import entered, party_access
from webapp.cases.entered import NewRestriction
from webapp.cases.models import Case, Document, ExpectedParty, ImportedCase
from webapp.cases.reading import find_case
from webapp.cli import main
from webapp.config import Config
from webapp.db import Database
from webapp.worker import Worker

SAMPLE = Path("webapp/importing/sample.csv")
OLIVE = {
    "number": "S-1",
    "first_name": "Olive",
    "last_name": "Thackeray",
    "born_on": "2015-05-04",
    "phase": "none",
}
ROWAN = {
    "parent_1_email": "rowan@example.org",
    "parent_1_relationship": "mother",
    "parent_1_responsibility": "yes",
    "parent_1_access": "full",
}


@pytest.fixture
def clock() -> SetClock:
    """Of today, as the command's is."""
    return SetClock(datetime.now(UTC))


@pytest.fixture
def address(either: Database) -> str:
    """Of each database in turn."""
    return either.url


@pytest.fixture
def bring(portal, tmp_path, monkeypatch, capsys):
    """Import these rows; gives the exit code and what was printed."""
    monkeypatch.setattr(Config, "load", lambda: portal.config)

    def run(*rows: dict[str, str], dry_run: bool = False) -> tuple[int, str]:
        names = list(dict.fromkeys(name for row in rows for name in row))
        lines = [",".join(names), *(",".join(f'"{row.get(name, "")}"' for name in names) for row in rows)]
        file = tmp_path / "cases.csv"
        file.write_text("\n".join(lines), "utf-8")
        return said(capsys, "cases", "import", file, *(["--dry-run"] if dry_run else []))

    return run


def said(capsys, *arguments: object) -> tuple[int, str]:
    capsys.readouterr()
    code = main([str(each) for each in arguments])
    return code, capsys.readouterr().out


def cases(play, kind=Case):
    with play.portal.look() as services:
        return services.session.query(kind).count()


def olive(play):
    """Reference and row of the child that came from S-1."""
    with play.portal.look() as services:
        case = services.session.query(ImportedCase).filter_by(number="S-1").one().case
        return case.reference, case.child


def limits(play, case):
    with play.portal.look() as services:
        return {each.rule.name: each.counted_from.isoformat() for each in clocks.of(services, case)}


def test_the_sample_comes_in_and_a_second_time_changes_nothing(play, portal, monkeypatch, capsys):
    monkeypatch.setattr(Config, "load", lambda: portal.config)
    assert said(capsys, "cases", "import", SAMPLE) == (0, "3 added, 0 changed, 0 unchanged, 0 left out\n")
    assert said(capsys, "cases", "import", SAMPLE) == (0, "0 added, 0 changed, 3 unchanged, 0 left out\n")
    assert (cases(play), cases(play, ExpectedParty)) == (3, 3)


def test_a_dry_run_says_the_same_and_changes_nothing(play, bring):
    code, printed = bring(OLIVE, {**OLIVE, "number": "S-2", "born_on": "31/02/2015"}, dry_run=True)
    assert code == 1 and "1 added, 0 changed, 0 unchanged, 1 left out" in printed
    assert "cases.csv, line 3, born_on: “31/02/2015” is no date. Write it like" in printed
    assert "This was a dry run: nothing was changed." in printed and cases(play) == 0


def test_an_officer_finds_the_case_by_its_old_number_with_its_dates(play, pages, bring, nell):
    reviewed = {"plan_on": "10/02/2025", "last_review_on": "2026-02-12", "next_review_on": "2027-02-10"}
    bring({**OLIVE, **reviewed, "area": "carlisle", "address": "3 Lake Street; Penrith", "postcode": "CA11 8BB"})
    case, child = olive(play)
    assert (child.address, child.postcode) == ("3 Lake Street\nPenrith", "CA11 8BB")
    assert case in words(pages.of(nell).post("/cases", reference="s-1")[1])
    shown = words(pages.of(nell).get(f"/cases/{case}")[1]).replace("\xa0", " ")
    assert "Also S-1" in shown and "Final plan: 10 February 2025" in shown and "Last review: 12 February 2026" in shown
    assert limits(play, case) == {"annual_review": "2026-02-12"}
    with play.portal.look() as services:
        assert [e.kind for e in services.engine.history.of(case)][:1] == ["taken over"]


@pytest.mark.parametrize(
    ("cells", "task", "counts"),
    [
        ({"phase": "request", "request_source": "school"}, "check_duty", "decide_whether_to_assess"),
        ({"phase": "assessment"}, "choose_advisers", "decide_whether_plan_is_needed"),
        ({"phase": "plan"}, "plan_draft.write_plan", "final_plan"),
    ],
)
def test_an_open_phase_begins_once_with_its_clocks(play, bring, cells, task, counts):
    row = {**OLIVE, **cells, "received_on": "2026-09-01"}
    assert bring(row)[0] == 0
    case, _ = olive(play)
    assert play.waiting(case) == [task] and limits(play, case)[counts] == "2026-09-01"
    bring(row)
    assert play.waiting(case) == [task] and len(limits(play, case)) == len(set(limits(play, case)))


@pytest.mark.parametrize(
    "cells", [{"phase": "request", "request_source": "school"}, {"phase": "assessment"}, {"phase": "plan"}]
)
def test_what_the_file_says_is_the_day_that_counts_also_a_saturday(play, bring, cells):
    bring({**OLIVE, **cells, "received_on": "2026-09-05"})
    assert limits(play, olive(play)[0])["final_plan"] == "2026-09-05"


@pytest.mark.parametrize("reviewed", ["", "2026-03-02"])
def test_a_plan_in_force_is_reviewed_a_year_after_its_last_review(play, bring, reviewed):
    row = {**OLIVE, "phase": "plan_in_force", "plan_on": "2025-11-20", "last_review_on": reviewed}
    assert bring(row)[0] == 0
    Worker(play.portal).once()
    case, _ = olive(play)
    assert limits(play, case)["annual_review"] == (reviewed or "2025-11-20")
    with play.portal.look() as services:
        assert services.engine.instances.running(case) & {"next_review", "annual_review"}


def test_a_phase_that_changes_in_the_file_is_told_and_does_nothing(play, bring):
    bring(OLIVE)
    printed = bring({**OLIVE, "phase": "assessment", "received_on": "2026-09-01"})[1]
    assert "line 2, phase: The phase has changed in the file." in printed
    assert play.waiting(olive(play)[0]) == []


def test_who_has_an_account_sees_the_case_at_once_and_keeps_what_an_officer_decides(play, bring, nell):
    rowan = play.person("Rowan", "Thackeray", email="rowan@example.org")
    bring({**OLIVE, **ROWAN})
    (case,) = visible(play.portal, rowan)
    assert (case.child_first_name, case.relationship, case.scope) == ("Olive", "mother", "full")
    party = play.party(rowan)
    with play.portal.work() as services:
        officer = services.accounts.people.by_reference(nell)
        theirs = party_access.find(services, services.session.get(Case, party.case_id), party.id)
        party_access.end(services, theirs, because="A court order", by=officer, actor=services.actor(officer))
    assert bring({**OLIVE, **ROWAN})[1] == "0 added, 0 changed, 1 unchanged, 0 left out\n"
    assert visible(play.portal, rowan) == []


def test_who_registers_later_comes_in_when_the_address_is_confirmed(play, portal, pages, bring):
    bring({**OLIVE, **ROWAN})
    details = PersonDetails(email="Rowan@example.org", first_name="Rowan", last_name="Thackeray")
    with portal.work() as services:
        key = services.accounts.register(details, "four-Winds 77 lanterns", address="203.0.113.7").business_key
        answers = {"email": "rowan@example.org", "first_name": "Rowan", "last_name": "Thackeray"}
        services.engine.instances.start("registration", business_key=key, by=PORTAL, answers=answers)
        token = services.accounts.link_token(services.accounts.confirmation_link(key).id).secret
    assert pages.of(play.person("Kim", "Moss")).post(f"/register/confirm/{token}")[0] == 200
    with portal.look() as services:
        who = services.accounts.people.by_email("rowan@example.org").reference
    assert [case.child_first_name for case in visible(play.portal, who)] == ["Olive"]


def test_what_was_changed_here_stays_and_what_was_changed_there_comes(play, portal, bring):
    bring({**OLIVE, "school": "Beckside", "postcode": "CA11 8BB"})
    with portal.work() as services:
        case = services.session.query(Case).one()
        case.child.school = "North Fell"
    code, printed = bring({**OLIVE, "school": "Fellview", "postcode": "CA1 1AA"})
    assert code == 0 and "line 2, school: It has been changed here since, and stays so." in printed
    assert "0 added, 1 changed" in printed
    _, child = olive(play)
    assert (child.school, child.postcode) == ("North Fell", "CA1 1AA")
    assert bring({**OLIVE, "school": "Fellview", "postcode": "CA1 1AA"})[1].startswith("0 added, 0 changed, 1 un")


def test_a_plan_is_kept_once_scanned_and_read_by_officers(play, pages, bring, tmp_path, nell):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "olive.pdf").write_bytes(PDF)
    row = {**OLIVE, "plan_files": "plans/olive.pdf"}
    bring(row, dry_run=True)
    assert cases(play, Document) == 0
    bring(row)
    assert bring(row)[1].startswith("0 added, 0 changed, 1 un") and cases(play, Document) == 1
    case, _ = olive(play)
    with play.portal.look() as services:
        document = services.session.query(Document).one()
        assert (document.business_key, document.state, document.owner_id) == (case, "not_scanned", None)
    page = pages.of(nell).get(f"/cases/{case}")[1]
    assert f'href="/documents/{document.id}">olive.pdf' in page


def test_an_old_plan_is_hidden_with_the_address_that_stands_in_it(play, pages, bring, tmp_path, nell):
    rowan = play.person("Rowan", "Thackeray", email="rowan@example.org")
    (tmp_path / "olive.pdf").write_bytes(PDF)
    bring({**OLIVE, **ROWAN, "plan_files": "olive.pdf"})
    case, _ = olive(play)
    with play.portal.look() as services:
        path = f"/documents/{services.session.query(Document).one().id}"
    assert pages.of(nell).client.get(path).status_code == 200
    whose, only_for = play.id_of(rowan), ("safeguarding",)
    new = NewRestriction(kind="hidden_address", about_id=whose, only_for=only_for, from_on=date(2026, 1, 1))
    with play.portal.work() as services:
        officer = services.accounts.people.by_reference(nell)
        entered.enter(services, find_case(services, case), new, by=officer, actor=services.actor(officer))
    assert pages.of(nell).client.get(path).status_code == 404
    assert path not in pages.of(nell).get(f"/cases/{case}")[1]


@pytest.mark.parametrize(
    ("cells", "column", "what"),
    [
        ({"number": ""}, "number", "It is empty. Fill it in."),
        ({"last_name": "x" * 201}, "last_name", "It has 201 characters."),
        ({"born_on": "2099-01-01", "last_review_on": "2099-01-01"}, "last_review_on", "has not come yet"),
        ({"upn": "K801200001001"}, "upn", "is no unique pupil number"),
        ({"nhs_number": "943 476 5918"}, "nhs_number", "is no NHS number"),
        ({"area": "Atlantis"}, "area", "“Atlantis” is no value that we know. Write one of"),
        ({"phase": "request"}, "received_on", "It is empty, and the phase request begins with it."),
        ({"parent_1_email": "nobody"}, "parent_1_email", "“nobody” is no email address."),
        ({"parent_2_email": "a@example.org"}, "parent_2_access", "It is empty, and parent_2_email is not."),
        ({**ROWAN, **{k.replace("_1_", "_2_"): v for k, v in ROWAN.items()}}, "parent_2_email", "Two people have one"),
        ({"reference": "EHC-XXXXX"}, "reference", "There is no case EHC-XXXXX."),
        ({"plan_files": "../secret.pdf"}, "plan_files", "../secret.pdf lies outside of the folder."),
        ({"plan_files": "none.pdf"}, "plan_files", "There is no file none.pdf."),
        ({"plan_files": "cases.csv"}, "plan_files", "cases.csv is no PDF."),
    ],
)
def test_what_is_wrong_is_told_with_line_column_and_remedy_and_nothing_of_the_row_stays(
    play, bring, cells, column, what
):
    code, printed = bring({**OLIVE, **cells}, {**OLIVE, "number": "S-2", "last_name": "Moss"})
    assert code == 1 and re.search(rf"cases\.csv, line 2, {column}: .*{re.escape(what)}", printed), printed
    assert "1 added" in printed and "1 left out" in printed and cases(play) == 1


def test_an_address_of_staff_is_refused_and_the_row_with_it(play, bring, nell):
    code, printed = bring({**OLIVE, **ROWAN, "parent_1_email": "nell.frost@example.org"})
    assert code == 1 and "an account for somebody's work" in printed and cases(play) == 0


def test_the_same_number_twice_and_a_child_who_is_here_already_are_told(play, bring):
    code, printed = bring(OLIVE, OLIVE, {**OLIVE, "number": "S-2", "first_name": "Oliwe"})
    case, _ = olive(play)
    assert code == 1 and "line 3, number: Line 2 has the same number." in printed
    assert f"line 4, reference: {case} may be the same child's." in printed
    assert bring({**OLIVE, "number": "S-2", "first_name": "Oliwe", "reference": case.lower()})[0] == 0
    assert (cases(play), cases(play, ImportedCase)) == (1, 2)
    assert bring({**OLIVE, "number": "S-3", "first_name": "Oliwe", "reference": "new"})[0] == 0
    assert cases(play) == 2


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+441632960001", "-1+1", "@SUM(A1)", "<b>Olive</b>"])
def test_what_a_spreadsheet_would_reckon_stays_text(play, pages, bring, nell, cell):
    assert bring({**OLIVE, "known_as": cell})[0] == 0
    case, child = olive(play)
    assert child.known_as == cell
    assert cell in words(pages.of(nell).get(f"/cases/{case}")[1])


def test_another_kind_of_file_is_refused_whole(play, bring):
    row = {name: cell for name, cell in OLIVE.items() if name != "phase"}
    code, printed = bring(row)
    assert code == 1 and "The column phase is missing. `./portal cases --help` explains the columns." in printed
    assert "There are more columns than this import knows." in bring({**OLIVE, "shoe_size": "36"})[1]
    assert cases(play) == 0


def test_the_columns_are_explained(capsys):
    with pytest.raises(SystemExit):
        main(["cases", "--help"])
    printed = capsys.readouterr().out
    assert "parent_3_access" in printed and "One of none, request, assessment, plan, plan_in_force." in printed
