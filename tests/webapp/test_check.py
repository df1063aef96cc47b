"""`./portal check`: a verdict for every file, each finding with file, element, what is wrong and the remedy."""

import json
from pathlib import Path

import pytest

from tests.engine.conftest import drawing, user_task
from webapp.cli import main

GOOD = f"""
<bpmn:startEvent id="start"/>
{user_task("review", "send_admin").replace("<zeebe:assignment", '<zeebe:formDefinition formId="review"/><zeebe:assignment')}
<bpmn:endEvent id="end"/>
start -> review
review -> end
"""
FORM = '{"type": "default", "id": "review", "schemaVersion": 19, "components": []}'


def put(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def checked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, list[dict[str, str]]]]:
    code = main(["check", "--json", *map(str, arguments)])
    return code, json.loads(capsys.readouterr().out)


def test_what_ships_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check"])
    printed = capsys.readouterr().out
    assert (code, printed.splitlines()[-1].split(": ")[1]) == (0, "0 errors, 0 warnings."), printed
    assert "workflows/registration/registration.bpmn" in printed


def test_a_misspelled_form_is_told_with_the_nearest_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, "walk.bpmn", drawing(GOOD.replace('formId="review"', 'formId="reveiw"')))
    put(tmp_path, "review.form", FORM)
    code, found = checked(capsys, tmp_path)
    assert code == 1
    (error,) = found["errors"]
    assert (error["file"], error["element"]) == ("walk.bpmn", "review")
    assert "“reveiw”" in error["message"]
    assert "“review”" in error["remedy"]


def test_a_faultless_drawing_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, "walk.bpmn", drawing(GOOD))
    put(tmp_path, "review.form", FORM)
    code, found = checked(capsys, tmp_path)
    assert (code, found["errors"]) == (0, [])


def test_a_folder_without_anything_to_check_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 1
    assert "0 files checked" in capsys.readouterr().out
