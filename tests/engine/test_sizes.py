"""Values that are too large are told in a sentence, nothing is half written, and other cases go on."""

from collections.abc import Callable
from typing import Any

import pytest

from engine import PORTAL, Engine, StepFailed
from engine.errors import TooLarge
from engine.sizes import MOST_BYTES
from tests.engine.conftest import House, user_task
from tests.engine.messages import END, START, event, message, process, service, waiter
from tests.engine.traps.test_caps import script

LARGE = "x" * (MOST_BYTES + 1)
HALF = "x" * (MOST_BYTES * 2 // 3)  # two of them are too many
TWICE = script("work", "[decision, decision]")
DOUBLE = service("work", "double").replace(
    "<zeebe:taskDefinition",
    '<zeebe:ioMapping><zeebe:output source="=both" target="more"/></zeebe:ioMapping><zeebe:taskDefinition',
)
TWICE_SENT = '<zeebe:ioMapping><zeebe:input source="=[decision, decision]" target="both"/></zeebe:ioMapping>'


def asks(*then: str, before: str = "") -> bytes:
    """The task `ask`, and behind it what is made of its answer."""
    return process(
        "walk", START, user_task("ask"), *then, user_task("read"), END, way="start ask work read end", before=before
    )


def two_cases(house: House, drawn: bytes) -> None:
    house.start(drawn)
    with house.work() as engine:
        engine.instances.start("walk", business_key="KEY-2", by=PORTAL)


def test_answers_that_are_too_large_are_told_and_leave_the_task_open(house: House) -> None:
    two_cases(house, asks(script("work", "1")))
    with pytest.raises(TooLarge, match="too large to be kept: 1,000,.* bytes, where 1,000,000 are the most"):
        house.do("ask", text=LARGE)
    assert (house.waiting(), house.waiting("KEY-2")) == (["ask"], ["ask"])
    with house.work() as engine:
        assert engine.submissions.of("KEY-1") == []
    house.do("ask", text="short")
    assert house.waiting() == ["read"]


@pytest.mark.parametrize("given", ["answers", "variables"])
def test_what_a_case_starts_with_may_not_be_too_large(house: House, given: str) -> None:
    with pytest.raises(TooLarge):
        house.start(asks(script("work", "1")), **{given: {"text": LARGE}})
    with house.work() as engine:
        assert engine.instances.of("KEY-1") == []


ACTS: dict[str, Callable[[Engine, Any], Any]] = {
    "message": lambda engine, text: engine.messages.correlate("Answer", key="KEY-1", message_id="1", payload={"a": text}),
    "signal": lambda engine, text: engine.signals.broadcast("Answer", signal_id="1", payload={"a": text}),
    "draft": lambda engine, text: engine.user_tasks.save_draft("task:1", {"a": [text]}, of=PORTAL, version=0),
}  # fmt: skip


@pytest.mark.parametrize("what", ACTS)
def test_what_comes_from_outside_may_not_be_too_large_and_may_come_again(house: House, what: str) -> None:
    house.start(waiter("walk"))
    with house.work() as engine, pytest.raises(TooLarge):
        ACTS[what](engine, LARGE)
    with house.work() as engine:
        assert ACTS[what](engine, "short") in (True, 0, 1)


@pytest.mark.parametrize("work", [TWICE, DOUBLE], ids=["expression", "service task"])
def test_a_variable_that_becomes_too_large_fails_its_step_at_the_element(house: House, work: str) -> None:
    house.registry.register("double")(lambda job: {"both": LARGE})
    two_cases(house, asks(work))
    with pytest.raises(StepFailed, match="“work”.*the variable “more” has 1,.* bytes; 1,000,000 are the most"):
        house.do("ask", decision=HALF)
    assert (house.waiting(), house.waiting("KEY-2")) == (["ask"], ["ask"])


def test_a_message_that_becomes_too_large_fails_its_step_at_the_element(house: House) -> None:
    throws = event("intermediateThrowEvent", "work", "Other", TWICE_SENT)
    house.start(asks(throws, before=message("Other")))
    with pytest.raises(StepFailed, match="“work”.*what it sends has 1,.* bytes"):
        house.do("ask", decision=HALF)
    assert house.waiting() == ["ask"]
