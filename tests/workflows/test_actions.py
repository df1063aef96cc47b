"""Whoever of a family may do something besides their tasks reads what it is for."""

from pathlib import Path

import pytest

from engine import read_drawings
from webapp.config import HOME

DRAWINGS = sorted((HOME / "workflows").glob("*/*.bpmn"))


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_each_button_of_the_family_says_what_it_is_for(drawing: Path) -> None:
    events = [event for each in read_drawings(drawing.read_bytes()) for event in each.elements.values()]
    buttons = [each.properties for each in events if "action_label" in each.properties and "family" in each.groups]
    assert [each["action_label"] for each in buttons if not each.get("action_text")] == []
