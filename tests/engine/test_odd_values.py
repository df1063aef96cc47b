"""Values that no database takes: told in a sentence, and nothing is half written."""

import pytest

from engine import EngineError
from tests.engine.conftest import House, drawing, user_task

TWO = drawing(
    f'<bpmn:startEvent id="s"/>\n{user_task("a")}\n{user_task("b")}\n<bpmn:endEvent id="e"/>\ns -> a\na -> b\nb -> e'
)
WAITS = drawing(
    '<bpmn:startEvent id="s"/>\n<bpmn:receiveTask id="r" name="Answer" messageRef="m"/>\n<bpmn:endEvent id="e"/>\n'
    "s -> r\nr -> e",
    before='<bpmn:message id="m" name="Answer"><bpmn:extensionElements><zeebe:subscription correlationKey="=email"/>'
    "</bpmn:extensionElements></bpmn:message>",
)


@pytest.mark.parametrize(
    "odd", ["half a \ud800 character", 10**30, {"within": ["\udfff"]}], ids=["half", "huge", "deep"]
)
def test_an_answer_that_cannot_be_kept_is_told_and_leaves_the_task_open(house: House, odd: object) -> None:
    house.start(TWO)
    with pytest.raises(EngineError, match="cannot be kept"):
        house.do("a", text=odd)
    assert house.waiting() == ["a"]
    with house.work() as engine:
        assert engine.submissions.of("KEY-1") == []


def test_an_answer_with_a_null_character_is_kept_as_it_is(house: House) -> None:
    house.start(TWO)
    house.do("a", text="before\0after")
    with house.work() as engine:
        assert engine.submissions.of("KEY-1")[0].answers["text"] == "before\0after"


@pytest.mark.parametrize("key", ["nul \0", "half \ud800", "line\nbreak"], ids=["nul", "half", "line"])
def test_a_correlation_key_that_cannot_be_written_is_told_without_a_statement(house: House, key: str) -> None:
    with pytest.raises(EngineError, match="Answer.*has a character that cannot be written"):
        house.start(WAITS, variables={"email": key})
