"""Who may import whom, and where the one commit stands: each contract with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]

# room -> what it may not import, and why
FORBIDDEN = {
    "engine": (("flask", "flask_login", "forms", "webapp"), "the engine runs under any host, and without a page"),
    "forms": (("flask", "flask_login", "engine", "webapp"), "forms are handed what they need: an evaluator, lists"),
    "webapp/cases": (("flask", "flask_login"), "a worker and a command use cases without a request"),
    "webapp/accounts": (("flask", "flask_login", "engine"), "a worker and a command use accounts without a request"),
}


def modules(folder: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((HOME / folder).rglob("*.py")):
        yield path.relative_to(HOME), ast.parse(path.read_text("utf-8"))


def imported(tree: ast.Module) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def breaches(folder: str, forbidden: tuple[str, ...]) -> list[str]:
    found = []
    for path, tree in modules(folder):
        found += [f"{path} imports {name}" for name in imported(tree) if name.split(".")[0] in forbidden]
    return found


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_a_room_imports_nothing_from_above_or_beside_it(folder: str) -> None:
    forbidden, reason = FORBIDDEN[folder]
    assert breaches(folder, forbidden) == [], reason


def test_spiffworkflow_stays_in_its_room() -> None:
    everywhere = [*breaches("engine", ("SpiffWorkflow",)), *breaches("webapp", ("SpiffWorkflow",))]
    outside = [line for line in everywhere if not line.startswith("engine/spiff/")]
    assert outside == [], "an upgrade of the library must touch one room"


def test_one_place_commits() -> None:
    found = []
    for folder in ("engine", "forms", "webapp"):
        for path, tree in modules(folder):
            calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
            found += [str(path) for call in calls if isinstance(call, ast.Attribute) and call.attr == "commit"]
    assert found == ["webapp/db.py"], "what stands or falls together is visible at the edge"


def test_nothing_evaluates_code() -> None:
    found = []
    for folder in ("engine", "forms", "webapp"):
        for path, tree in modules(folder):
            names = {
                node.func.id
                for node in ast.walk(tree)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            found += [f"{path}: {name}" for name in names & {"eval", "exec", "compile", "__import__"}]
    assert found == [], "FEEL is the only language of a drawing, and we evaluate it"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path)
        for folder in ("engine", "forms", "webapp")
        for path, tree in modules(folder)
        if tree.body and ast.get_docstring(tree) is None
    ]
    assert silent == []
