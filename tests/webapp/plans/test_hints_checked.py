"""A slip in the list of hints is told by the check, before a page of a plan stumbles over it."""

import shutil
from pathlib import Path

import pytest

from webapp.checking import check
from webapp.portal import WORKFLOWS

FILE = "shared/plan_hints.toml"


@pytest.mark.parametrize(
    ("old", "new", "element", "message"),
    [
        ('sections = ["F", "G", "H1", "H2"]', 'sections = ["F", "X"]', "as appropriate", "There is no section “X”."),
        ('because = "Nobody can tell whether it was given."', "", "as appropriate", "It has no because."),
        ('source = "SEND Code of Practice 2015, 9.69: ', 'sauce = "', "as appropriate", "It has no source."),
        ("words = [", "words = [3, ", "vague", "It looks for no words."),
        ("help_without_often =", "help_without_oft =", "missing", "It has no help_without_often."),
        ("[empty_box]", "[empty_bax]", "empty_box", "It has no because."),
        ("[[vague]]", "[[vague", "", "This is not TOML"),
    ],
)
def test_a_slip_is_told_with_its_words(tmp_path: Path, old: str, new: str, element: str, message: str) -> None:
    shutil.copytree(WORKFLOWS / "shared", tmp_path / "workflows" / "shared")
    file = tmp_path / "workflows" / FILE
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    errors = [error for report in check(file).values() for error in report.errors]
    assert [error for error in errors if error.element == element and error.message.startswith(message)]


def test_the_list_that_ships_has_no_slip() -> None:
    assert [error for report in check(WORKFLOWS / FILE).values() for error in report.errors] == []
