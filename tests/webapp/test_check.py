"""`./portal check`: a verdict for every file, each finding with file, element, what is wrong and the remedy."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import DrawingRefused
from tests.engine.conftest import drawing, user_task
from webapp.checking import refuse_errors
from webapp.cli import main
from webapp.portal import FORMS, WORKFLOWS

Found = dict[str, list[dict[str, str]]]
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"  # drawings as several vendors' modellers save them
LINKED = '<zeebe:formDefinition formId="{}"/><zeebe:assignment'
FORM = (WORKFLOWS.parent / "forms" / "definitions" / "access_authentication" / "more_evidence.form").read_text("utf-8")


def walk(form: str = "more_evidence", group: str = "send_admin") -> bytes:
    task = user_task("review", group).replace("<zeebe:assignment", LINKED.format(form))
    shapes = ['<bpmn:startEvent id="start"/>', task, '<bpmn:endEvent id="end"/>']
    return drawing("\n".join([*shapes, "start -> review", "review -> end"]))


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A drawing with its form."""
    put(tmp_path / "walk.bpmn", walk())
    put(tmp_path / "more_evidence.form", FORM)
    return tmp_path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of all that ships."""
    shutil.copytree(WORKFLOWS, tmp_path / "workflows")
    shutil.copytree(FORMS, tmp_path / "forms")
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Found]:
    capsys.readouterr()
    code = main(["check", "--json", *map(str, arguments)])
    return code, json.loads(capsys.readouterr().out)


def test_what_ships_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check"])
    printed = capsys.readouterr().out
    assert (code, printed.splitlines()[-1].split(": ")[1]) == (0, "0 errors, 0 warnings."), printed
    for kind in (
        "registration.bpmn",
        "groups.toml",
        "notices/refused.md",
        "approved.toml",
        "access_review.form",
        "limits.toml",
        "exemptions.toml",
        "bank_holidays.toml",
        "decisions/deemed_days.dmn",
        "decisions/young_person.dmn",
    ):
        assert f"{kind}\n" in printed


def test_one_of_ours_is_checked_among_ours(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(WORKFLOWS / "registration" / "registration.bpmn")]) == 0
    assert capsys.readouterr().out.startswith("ok       workflows/registration/registration.bpmn\n\n1 file ")


def test_a_faultless_drawing_passes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = checked(capsys, folder)
    assert (code, found["errors"]) == (0, [])
    assert {"file", "element", "message", "remedy"} == set(found["warnings"][0])


def test_a_misspelled_form_is_told_with_the_nearest_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "walk.bpmn", walk(form="more_evidense"))
    code, found = checked(capsys, folder)
    assert (code, len(found["errors"])) == (1, 1)
    assert found["errors"][0] == {
        "file": "walk.bpmn",
        "element": "review",
        "message": "There is no form “more_evidense”.",
        "remedy": "Did you mean “more_evidence”?",
    }


def test_a_file_of_its_own_is_checked_with_what_lies_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(capsys, folder / "walk.bpmn")[0] == 0
    (folder / "more_evidence.form").unlink()
    code, found = checked(capsys, folder / "walk.bpmn")
    assert (code, [error["message"] for error in found["errors"]]) == (1, ["There is no form “more_evidence”."])


def test_groups_are_those_of_the_folder_if_it_has_a_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "groups.toml", '[groups.panel]\ntitle = "Panel"\nkind = "staff"\nwho = "They decide."\n')
    found = checked(capsys, folder)[1]["errors"]
    assert [error["message"] for error in found] == ["There is no group “send_admin”."]


def test_every_file_of_a_folder_gets_a_verdict_and_no_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder / "zip.bpmn", b"PK\x03\x04\x00")
    put(folder / "empty.bpmn", b"")
    put(folder / "deep" / "half.form", '{"components": [')
    put(folder / "deep" / "list.form", "[" * 100_000)
    put(folder / "deep" / "table.dmn", "<definitions/>")
    put(folder / "deep" / "notices" / "odd.md", b"\xff\xfe")
    put(folder / "deep" / "scenarios" / "odd.toml", "a = ")
    put(folder / "deep" / "groups.toml", "[[groups]]")
    (folder / "gone.bpmn").symlink_to(folder / "nowhere")
    assert main(["check", str(folder)]) == 1
    printed = capsys.readouterr().out.splitlines()
    refused = {line.split()[1] for line in printed if line.startswith("refused")}
    assert refused == {"zip.bpmn", "empty.bpmn", "deep/half.form", "deep/list.form", "deep/table.dmn", "gone.bpmn"} | {
        "deep/notices/odd.md",
        "deep/scenarios/odd.toml",
        "deep/groups.toml",
    }
    assert not [line for line in printed if "Traceback" in line or "check itself" in line]


@pytest.mark.parametrize("ending", ["bpmn", "dmn"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<a><b></a>", "Opening and ending tag mismatch: b line 1 and a, line 1, column 11. Save it again as "),
        ("<!DOCTYPE a><a/>", "The file declares a document type. Save it again without <!DOCTYPE …>.\n"),
        ("<b>" * 300 + "</b>" * 300, "Excessive depth in document: 256, line 1, column 771. Save it again as "),
        ("", "Document is empty, line 1, column 1. Save it again as "),
    ],
)
def test_what_is_no_xml_is_told_in_one_sentence_and_one_remedy(
    tmp_path: Path, ending: str, content: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / f"odd.{ending}", content)
    assert main(["check", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert words in printed and "<string>" not in printed and "HUGE" not in printed
    assert printed.count("Save it again") == 1


def test_a_file_cannot_speak_to_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "notices" / "odd.md", "Subject: x\n\n{{ \x1b[2J }}")
    main(["check", str(folder)])
    printed = capsys.readouterr().out
    assert ("\x1b" in printed, "{{ �[2J }}" in printed) == (False, True)


def test_a_path_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = checked(capsys, tmp_path / "nowhere")
    assert (code, found["errors"][0]["message"]) == (1, "There is no such file or folder.")


def test_a_folder_without_anything_to_check_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = checked(capsys, tmp_path)
    assert (code, found["errors"][0]["message"]) == (1, "There is nothing here that is checked.")


SLIPS = [
    # file, what stands there, what somebody wrote instead, the element, the message, in the remedy
    ("workflows/registration/registration.bpmn", 'value="registrant"', 'value="registrnt"', "details_sent", "There is no group “registrnt”.", "“registrant”"),
    ("workflows/registration/registration.bpmn", 'value="confirm_email_reminder"', 'value="confirm_reminder"', "send_reminder", "There is no notice “confirm_reminder”.", "“confirm_email_reminder”"),
    ("workflows/registration/registration.bpmn", 'type="check-email"', 'type="chek-email"', "check_email", "There is no job type “chek-email”.", "“check-email”"),
    ("workflows/registration/registration.bpmn", 'value="create_password"', 'value="make_password"', "details_sent", "There is no page “make_password”.", "“create_password”"),
    ("workflows/registration/registration.bpmn", 'formId="registration_details"', 'formId="registration_detail"', "details_sent", "There is no form “registration_detail”.", "“registration_details”"),
    ("workflows/registration/registration.bpmn", '<zeebe:header key="link" value="confirm_email" />', "", "send_confirm_email", "The notice “confirm_email” asks for “link”, which this task does not give.", "link"),
    ("workflows/registration/registration.bpmn", ">P3D<", ">3 days<", "after_three_days", "“3 days” is not a duration.", "P14D"),
    ("workflows/access_authentication/access_authentication.bpmn", 'value="independent_of_requester"', 'value="independent_from_requester"', "review_request", "There is no guard “independent_from_requester”.", "“independent_of_requester”"),
    ("workflows/lifecycle.bpmn", 'value="final_plan"', 'value="finl_plan"', "", "There is no limit “finl_plan”.", "“final_plan”"),
    ("forms/registration/registration_details.form", '"valuesKey": "titles"', '"valuesKey": "title"', "Field_title", "There is no list “title”.", "“titles”"),
    ("forms/registration/registration_details.form", '"key": "first_name"', '"key": "password"', "Field_first_name", "The key “password” looks like a password", "page"),
    ("forms/registration/registration_details.form", '"id": "registration_details"', '"id": "details"', "form", "The form's id is “details”, its file's name “registration_details”.", "alike"),
    ("forms/access_authentication/access_review.form", '"=', '"=__import__(1) or ', "", "is not FEEL", "condition"),
    ("forms/registration/registration_details.form", '"type": "textfield"', '"type": "button"', "", "button", ""),
    ("workflows/groups.toml", 'kind = "ticket"', 'kind = "tickets"', "registrant", "There is no kind “tickets”.", "“ticket”"),
    ("workflows/groups.toml", 'title = "Account holder"', "", "account_holder", "It has no title.", "title"),
    ("workflows/groups.toml", "[groups.family]", "[groups.Family]", "Family", "This is no id of a group.", "small letters"),
    ("workflows/groups.toml", "[groups.family]", "[groups.citizen_]", "citizen_", "It is hardly told apart from “citizen”.", "another"),
    ("workflows/groups.toml", 'who = "People who run the portal."', 'whom = "x"', "administrator", "Nobody reads “whom”.", "“who”"),
    ("workflows/registration/notices/account_ready.md", "{{ council }}", "{{ council.phone }}", "{{ council.phone }}", "This is no placeholder.", "name alone"),
    ("workflows/registration/notices/account_ready.md", "{{ council }}", "{% for x in y %}", "{% for x in y %}", "This is no placeholder.", "name alone"),
    ("workflows/registration/notices/account_ready.md", "Subject:", "Regarding:", "", "It does not begin with a subject.", "Subject"),
    ("workflows/registration/notices/account_ready.md", "{{ council }}", "{{ counsil }}", "send_account_ready", "The notice “account_ready” asks for “counsil”, which this task does not give.", ""),
    ("workflows/shared/notices/sign_in_code.md", "{{ service }}", "{{ servise }}", "servise", "Nothing gives this to a mail that no drawing sends.", ""),
    ("workflows/registration/scenarios/confirms_the_next_day.toml", 'complete = "confirm_email"', 'complete = "confirm_mail"', "step 2", "There is no user task “confirm_mail” in the drawing.", "“confirm_email”"),
    ("workflows/shared/lists/titles.toml", 'label = "Mrs"', "", "Mrs", "It has no label.", "label"),
    ("workflows/shared/lists/titles.toml", 'value = "Mrs"', 'value = "Mr"', "Mr", "It stands 2 times.", "one"),
    ("workflows/shared/lists/titles.toml", "source =", "sources =", "", "It has no source.", "source"),
    ("workflows/shared/limits.toml", '"P6W"', '"six weeks"', "decide_whether_to_assess", "“six weeks” is no time limit.", "P6W"),
    ("workflows/shared/limits.toml", 'name = "annual_review"', 'name = "final_plan"', "final_plan from 2014-09-01", "It stands 2 times.", "one"),
    ("workflows/shared/limits.toml", '"beginning_with"', '"including"', "comment_on_draft", "Its counting “including” is not known", "beginning_with"),
    ("workflows/shared/limits.toml", 'starts_with = "request', 'starts_at = "request', "decide_whether_to_assess", "Nothing is known of “starts_at”", "spelled"),
    ("workflows/shared/limits.toml", 'late_text = "By now we should have told you whether we will make an assessment."', "", "decide_whether_to_assess", "It has no late_text", "late_text"),
    ("workflows/shared/limits.toml", 'within = "P30D"\ncounting = "working_days"', 'within = "P3W"\ncounting = "working_days"', "tribunal_response", "is no time limit", "P6W"),
    ("workflows/shared/limits.toml", 'name = "school_reply"', 'name = "give_advice"', "give_advice", "Two rules hold on 2015-01-01", "effective_to"),
    ("workflows/shared/exemptions.toml", "final_plan =", "last_plan =", "school_closed", "There is no limit “last_plan”", "Did you mean"),
    ("workflows/shared/exemptions.toml", 'at_least = "P4W"', 'at_least = "a month"', "school_closed", "The closure’s at_least is no length of time", "P4W"),
    ("workflows/shared/exemptions.toml", "effective_from = 2014-09-01", "", "school_closed", "from when it applies", "effective_from"),
    ("workflows/shared/bank_holidays.toml", "2027-12-27", "2027-12-32", "2027-12-32", "This is no date", "2026-12-25"),
    ("workflows/shared/bank_holidays.toml", "complete_until =", "complete =", "", "how far it is complete", "complete_until"),
    ("workflows/shared/decisions/deemed_days.dmn", '"post"', '"pigeon"', "deemed_receipt", "It gives no day for post", "Add a row"),
    ("workflows/shared/decisions/deemed_days.dmn", '&lt;= time("17:00:00")', '&lt;= time("16:00:00")', "deemed_receipt", "It gives no day for portal at 17:00:00 on a working day", "Add a row"),
    ("workflows/assessment/assessment.bpmn", "[{child} needs | you need]", "{child} needs", "no_plan", "reads “{child}” of themselves", "[{child} needs | you need]"),
    ("workflows/assessment/assessment.bpmn", "[{child} | you]", "your child", "assessment_begun", "reads “your child” of themselves", "[{child} | you]"),
    ("workflows/views/views.bpmn", 'name="All about me"', 'name="The child’s views"', "child_views", "reads “The child” of themselves", "[{child}’s | your]"),
    ("workflows/request/letters/will_assess.md", "[{{ child_first_name }} gets | you get]", "{{ child_first_name }} gets", "", "reads “{{ child_first_name }}” of themselves", "you need"),
    ("workflows/shared/letters/mediation.md", "[{{ child_first_name }} | yourself]", "your child", "", "reads “your child” of themselves", "you need"),
    ("workflows/shared/notices/account_closed.md", "the record", "your child’s record", "your child", "A mail goes to young people, too.", "the case"),
    ("workflows/shared/letters/required.toml", 'copies = ["health", "social_care", "school"]', 'copies = ["helth"]', "considering_assessment", "There is no body “helth”.", "health"),
    ("workflows/shared/bodies.toml", "send.copies@nencicb.example", "nencicb.example", "health", "is no email address", "mailbox"),
    ("workflows/shared/bodies.toml", "source =", "sources =", "", "It does not say where it comes from", "source"),
    ("forms/views/family_views.form", "[{child} | yourself]", "your child", "form", "reads “your child” of themselves", "yourself"),
    ("forms/views/family_views.form", "[Your child | You]", "[{child} | You]", "Page_", "is the heading of a page, and stands in its address", "questions"),
]  # fmt: skip


# Each looks through all that ships; two of three are for the longer run.
RUN = [slip if number % 6 == 0 else pytest.param(slip, marks=pytest.mark.long) for number, slip in enumerate(SLIPS)]


@pytest.mark.parametrize("slip", RUN, ids=lambda slip: f"{Path(slip[0]).name}: {slip[2][:40]}")
def test_a_slip_in_what_ships_is_told_with_place_and_remedy(
    slip: tuple[str, ...], copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, right, wrong, element, message, remedy = slip
    path = copy / file
    text = path.read_text("utf-8")
    assert right in text
    put(path, text.replace(right, wrong, 1))
    code, found = checked(capsys, copy)
    assert code == 1
    matching = [error for error in found["errors"] if message in error["message"] and element in error["element"]]
    assert matching, found["errors"]
    assert remedy in matching[0]["remedy"]
    assert len({error["message"] for error in found["errors"]}) <= 4, "one slip, few findings"


def test_holidays_that_soon_run_out_are_told_in_time(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copy / "workflows" / "shared" / "bank_holidays.toml"
    soon = f"complete_until = {(datetime.now(UTC) + timedelta(days=365)).date()}"
    put(path, re.sub("complete_until = [0-9-]+", soon, path.read_text("utf-8")))
    code, found = checked(capsys, copy)
    (warning,) = found["warnings"]
    assert code == 0 and "The list of bank holidays ends on" in warning["message"] and "gov.uk" in warning["remedy"]


def test_what_check_calls_an_error_is_not_deployed(folder: Path) -> None:
    refuse_errors(folder)
    put(folder / "walk.bpmn", walk(group="nobody"))
    with pytest.raises(DrawingRefused, match="review.*no group “nobody”"):
        refuse_errors(folder)


def test_two_forms_of_one_name_are_told(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(copy / "forms" / "shared" / "more_evidence.form", FORM)
    found = checked(capsys, copy)[1]["errors"]
    assert {error["file"] for error in found} == {
        "forms/shared/more_evidence.form",
        "forms/access_authentication/more_evidence.form",
    }


def test_a_copy_of_what_ships_is_as_clean_as_the_original(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, copy) == (0, {"errors": [], "warnings": []})


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the foreign drawings are not at hand")
def test_every_foreign_drawing_has_one_verdict_and_each_error_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(SAMPLES)])
    lines = capsys.readouterr().out.splitlines()[:-1]
    verdicts = [line.split(maxsplit=1) for line in lines if line and not line.startswith(" ")]
    files = [path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.is_file()]
    assert sorted(file for _, file in verdicts) == sorted(files)
    assert {verdict for verdict, _ in verdicts} <= {"ok", "warning", "refused"}
    errors = checked(capsys, SAMPLES)[1]["errors"]
    nowhere = [e for e in errors if not stands(e["element"], e["file"]) and "cannot be read" not in e["message"]]
    assert nowhere == []
    assert not [e for e in errors if "check itself" in e["message"] or "library" in e["message"]]
    told = [(e["element"], e["message"]) for e in errors if e["file"] == "A.1.0-export.bpmn"]
    assert told == [("Process_1", "The process is not marked executable.")]


def stands(element: str, file: str) -> bool:
    """Whether a finding's element is a shape of the file: its id stands alone, or behind its name."""
    its_id = element.rpartition("(")[2].rstrip(")")
    return bool(its_id) and f'id="{its_id}"' in (SAMPLES / file).read_text("utf-8")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the foreign drawings are not at hand")
def test_what_a_missing_form_would_give_is_not_told_besides(capsys: pytest.CaptureFixture[str]) -> None:
    told = [e["message"] for e in checked(capsys, SAMPLES / "dialect")[1]["errors"]]
    assert "There is no form “advice”." in told
    assert "Nothing gives “advice”." not in told


def test_a_part_that_a_form_includes_and_that_is_not_there_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copy / "forms" / "annual_review" / "review_report_primary.form"
    file.write_text(file.read_text("utf-8").replace('"review_views"', '"review_veiws"'), "utf-8")
    code, found = checked(capsys, copy)
    (told,) = found["errors"]
    assert (code, told["file"]) == (1, "forms/annual_review/review_report_primary.form")
    assert told["message"] == "There is no part “review_veiws”."
    assert told["remedy"] == "Did you mean “review_views”?"
