"""Rules of the house that no import contract can say (those stand in pyproject.toml, each with its reason)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
ROOMS = ("engine", "forms", "webapp")
LONGEST_FILE, LONGEST_FUNCTION, DEEPEST = 400, 45, 3
TOP_LEVEL = {
    ".ci", ".gitignore", "README.md", "engine", "forms", "portal", "pyproject.toml", "requirements-test.lock",
    "requirements.lock", "tests", "webapp", "workflows",
}  # fmt: skip
# Of what the portal is about, in names and words; "parent" alone is a tree's word in the engine.
OF_THE_DOMAIN = re.compile(r"\b(ehcp?|send_admin|send_officer|pupil|parental|school)\b", re.IGNORECASE)
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)


def modules(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((HOME / folder).rglob("*.py")):
            if "node_modules" not in path.parts and "migrations/versions" not in path.as_posix():
                yield path.relative_to(HOME), ast.parse(path.read_text("utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def depth(node: ast.AST) -> int:
    """How many blocks stand inside each other; an elif is no deeper than its if."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        elif_ = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        deepest = max(deepest, depth(child) + (isinstance(child, BLOCKS) and not elif_))
    return deepest


def test_one_place_commits() -> None:
    found = []
    for path, tree in modules(*ROOMS):
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        found += [str(path) for call in calls if isinstance(call, ast.Attribute) and call.attr == "commit"]
    assert found == ["webapp/db.py"], "what stands or falls together is visible at the edge"


def test_nothing_evaluates_code() -> None:
    found = []
    for path, tree in modules(*ROOMS):
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        names = {call.id for call in calls if isinstance(call, ast.Name)}
        found += [f"{path}: {name}" for name in names & {"eval", "exec", "compile", "__import__"}]
        found += [
            str(path) for node in ast.walk(tree) if isinstance(node, ast.Import) and node.names[0].name == "pickle"
        ]
    assert found == [], "FEEL is the only language of a drawing, and we evaluate it"


def test_every_module_says_what_it_is_for() -> None:
    assert [str(path) for path, tree in modules(*ROOMS) if tree.body and ast.get_docstring(tree) is None] == []


def test_files_and_functions_are_short_and_flat() -> None:
    found = []
    for path, tree in modules(*ROOMS):
        lines = len((HOME / path).read_text("utf-8").splitlines())
        found += [f"{path} has {lines} lines"] if lines > LONGEST_FILE else []
        for function in functions(tree):
            length = (function.end_lineno or 0) - function.lineno + 1
            found += [f"{path}: {function.name} has {length} lines"] if length > LONGEST_FUNCTION else []
            found += [f"{path}: {function.name} is nested {depth(function)} deep"] if depth(function) > DEEPEST else []
    assert found == []


@pytest.mark.parametrize("room", ["engine", "forms"])
def test_no_word_of_the_domain_stands_below_the_portal(room: str) -> None:
    found = []
    for path, _ in modules(room):
        words = OF_THE_DOMAIN.findall((HOME / path).read_text("utf-8"))
        found += [f"{path}: {word}" for word in words]
    assert found == [], "what a child, a parent or a plan is stands in webapp alone"


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [str(path) for path, _ in modules(*ROOMS) if marks.search((HOME / path).read_text("utf-8"))] == []


def test_locks_name_versions_and_hashes_and_no_address() -> None:
    viewer = (HOME / "webapp" / "studio" / "viewer" / "package-lock.json").read_text("utf-8")
    assert [lock.name for lock in HOME.glob("*.lock") if "://" in lock.read_text("utf-8")] == []
    assert "http" not in viewer and '"integrity"' in viewer
    pins = re.findall(r"^\S+==\S+ .*\\$", (HOME / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert len(pins) > 15


def test_the_top_level_is_what_the_plan_of_the_house_says() -> None:
    made_here = {".git", ".venv", "var", "node_modules"}
    found = {path.name for path in HOME.iterdir()} - made_here
    assert {name for name in found if not name.startswith(".") or name in TOP_LEVEL} == TOP_LEVEL
