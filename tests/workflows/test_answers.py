"""What a drawing asks of an answer can be answered: each value that a flow compares with is a choice of a form."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from webapp.config import HOME

ASKED = re.compile(r'=(\w+) = "([^"]+)"</bpmn:conditionExpression>')
DRAWINGS = sorted((HOME / "workflows").glob("*/*.bpmn"))


def fields(components: list[dict[str, Any]]) -> Iterator[tuple[str, set[str]]]:
    """Key and values of each question with choices."""
    for each in components:
        if "values" in each:
            yield each["key"], {choice["value"] for choice in each["values"]}
        yield from fields(each.get("components", []))


def choices() -> dict[str, set[str]]:
    """Of every key all that some form offers."""
    found: dict[str, set[str]] = {}
    for form in (HOME / "forms" / "definitions").rglob("*.form"):
        for key, values in fields(json.loads(form.read_text("utf-8"))["components"]):
            found.setdefault(key, set()).update(values)
    return found


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_every_value_that_a_flow_asks_for_can_be_chosen(drawing: Path) -> None:
    offered = choices()
    asked = ASKED.findall(drawing.read_text("utf-8"))
    assert [(key, value) for key, value in asked if key in offered and value not in offered[key]] == []
