"""A form that an expression chooses, and forms that share parts: what is deployed is whole, and stays so."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine import PORTAL, DrawingRefused, StepFailed, read_bundle
from tests.engine.checks.sheets import errors, through
from tests.engine.conftest import House, drawing, user_task

AMONG = '<zeebe:properties><zeebe:property name="forms" value="long, short"/></zeebe:properties>'
FORMS = {"long.form": "{}", "short.form": "{}"}
BESIDE = {name: text.encode() for name, text in FORMS.items()}


def chosen(by: str = "=decision", among: str = AMONG) -> str:
    linked = f'<zeebe:formDefinition formId="{by}"/>{among}'
    return user_task("u").replace("<zeebe:assignment", f"{linked}<zeebe:assignment")


def way(task: str) -> str:
    return "\n".join(['<bpmn:startEvent id="s"/>', task, '<bpmn:endEvent id="e"/>', "s -> u", "u -> e"])


def test_the_task_shows_the_form_that_is_chosen_and_its_answers_are_kept_under_that_name(house: House) -> None:
    house.start(drawing(way(chosen())), beside=BESIDE, variables={"decision": "short"})
    with house.work() as engine:
        (task,) = engine.user_tasks.inbox(house.officer)
        assert task.form == "short"
    house.do("u", a="b")
    with house.work() as engine:
        assert [sent.form for sent in engine.submissions.of("KEY-1")] == ["short"]


def test_a_form_that_is_not_among_those_named_is_refused(house: House) -> None:
    with pytest.raises(StepFailed, match="the form “secret” is none of those among which “decision” chooses"):
        house.start(drawing(way(chosen())), beside={**BESIDE, "secret.form": b"{}"}, variables={"decision": "secret"})


def test_the_check_wants_to_know_among_which_forms_is_chosen_and_looks_for_each() -> None:
    told = "An expression chooses its form, and nothing says among which."
    assert errors(through(chosen(among=""), way="u"), beside=FORMS) == [("u", told)]
    assert errors(through(chosen(), way="u"), beside={"long.form": "{}"}) == [("u", "There is no form “short”.")]
    found = errors(through(chosen("=decisoin"), way="u"), beside=FORMS)
    assert found == [("u", "Nothing gives “decisoin”.")]


def put(path: Path, *components: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "default", "id": path.stem, "components": components}))


def including(root: Path, part: str = "about") -> Path:
    group = {"type": "group", "id": "Page", "label": "About", "components": [{"key": "own"}]}
    put(root / "forms" / "walk" / "long.form", group | {"properties": {"include": part}})
    put(root / "forms" / "parts" / "about.form", {"key": "shared"})
    (root / "walk").mkdir(exist_ok=True)
    (root / "walk" / "walk.bpmn").write_bytes(drawing(way(chosen("long", ""))))
    return root


def keys(form: bytes) -> list[str]:
    return [each["key"] for group in json.loads(form)["components"] for each in group["components"]]


def test_a_part_stands_behind_the_groups_own_questions_and_what_runs_keeps_it(house: House, tmp_path: Path) -> None:
    home = including(tmp_path)
    with house.work() as engine:
        old = engine.deployments.deploy(read_bundle("walk", home, home / "forms"), by=PORTAL)
        assert sorted(old.resources) == ["long.form", "walk.bpmn"]  # parts go along inside the forms alone
    put(home / "forms" / "parts" / "about.form", {"key": "changed"})
    with house.work() as engine:
        new = engine.deployments.deploy(read_bundle("walk", home, home / "forms"), by=PORTAL)
        pinned = engine.deployments.definition(old.deployment_id)
        assert keys(pinned.form("long")) == ["own", "shared"]
        assert keys(new.form("long")) == ["own", "changed"]


def test_a_part_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    home = including(tmp_path, "abuot")
    with pytest.raises(DrawingRefused, match="“Page”: There is no part “abuot”. Did you mean “about”?"):
        read_bundle("walk", home, home / "forms")
