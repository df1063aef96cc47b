"""The conformance kit: how a folder of it is played and told, and the public kit itself where it is at hand."""

from pathlib import Path

import pytest

from engine.tck import run_folder
from webapp.cli import main

KIT = Path(__file__).resolve().parents[3] / "shared" / "tck"
MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="m">
  <inputData name="age" id="age"><variable name="age" typeRef="number"/></inputData>
  <decision name="Half" id="half"><informationRequirement><requiredInput href="#age"/></informationRequirement>
    <literalExpression><text>age / 2</text></literalExpression></decision>
</definitions>"""
TESTS = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:x="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>half.dmn</modelName>{cases}</testCases>"""
CASE = """<testCase id="{id}"><inputNode name="age"><value xsi:type="x:decimal">{age}</value></inputNode>
  <resultNode name="Half"><expected><value xsi:type="x:decimal">{half}</value></expected></resultNode></testCase>"""


def kit(folder: Path, *cases: str) -> Path:
    (folder / "half.dmn").write_text(MODEL)
    (folder / "half-test-01.xml").write_text(TESTS.format(cases="".join(cases)))
    return folder


def test_a_kit_that_agrees_ends_with_the_count_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kit(tmp_path, CASE.format(id="001", age=7, half="3.5"), CASE.format(id="002", age=1, half="0.50"))
    assert main(["tck", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "2 passed, 0 failed\n"


def test_what_differs_is_listed_and_fails_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kit(tmp_path, CASE.format(id="001", age=7, half="3.5"), CASE.format(id="002", age=1, half="2"))
    assert main(["tck", str(tmp_path)]) == 1
    listed, count = capsys.readouterr().out.splitlines()
    assert listed == "failed: half-test-01.xml 002: Half: expected 2, found 0.5"
    assert count == "1 passed, 1 failed"


def test_a_model_that_is_missing_fails_and_the_others_are_played(tmp_path: Path) -> None:
    kit(tmp_path, CASE.format(id="001", age=7, half="3.5"))
    (tmp_path / "a-test-01.xml").write_text(TESTS.format(cases="").replace("half.dmn", "none.dmn"))
    assert [(result.case, result.passed) for result in run_folder(tmp_path)] == [("", False), ("001", True)]


def test_cases_that_call_java_are_named_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    java = tmp_path / "0076-feel-external-java"
    java.mkdir()
    kit(java, CASE.format(id="001", age=7, half="1"))
    kit(tmp_path, CASE.format(id="001", age=7, half="3.5"))
    assert main(["tck", str(tmp_path)]) == 0
    *named, count = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in named] == ["not applicable, as it calls Java"]
    assert count == "1 passed, 0 failed"


def test_an_empty_folder_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tck", str(tmp_path)]) == 1
    assert capsys.readouterr().out.endswith("\n0 passed, 0 failed\n")


@pytest.mark.skipif(not KIT.is_dir(), reason="the public kit does not lie beside the checkout")
@pytest.mark.parametrize(("level", "floor"), [("compliance-level-2", 116), ("compliance-level-3", 1854)])
def test_the_public_kit_does_not_fall_below_what_passed_before(level: str, floor: int) -> None:
    results = run_folder(KIT / level)
    assert sum(result.passed for result in results) >= floor, [result for result in results if not result.passed]
