"""Signals when an instance goes on on another version: it listens where it is then."""

import pytest

from tests.engine.conftest import drawing
from tests.engine.migration.conftest import Versions, plain

CLOSED = '<bpmn:signal id="s" name="Closed"/><bpmn:signal id="o" name="Opened"/>'


def listening(element_id: str, ref: str = "s") -> bytes:
    """start -> wait for a signal -> read -> end."""
    caught = f'<bpmn:intermediateCatchEvent id="{element_id}"><bpmn:signalEventDefinition signalRef="{ref}"/></bpmn:intermediateCatchEvent>'
    flows = plain("read").replace("start -> read", f"start -> {element_id}\n{element_id} -> read")
    return drawing(f"{flows}\n{caught}", before=CLOSED)


def send(versions: Versions, name: str) -> None:
    with versions.work() as engine:
        engine.signals.broadcast(name, signal_id=name)


def hand_over(versions: Versions) -> list[str]:
    """What waits for a person when every signal has arrived."""
    with versions.work() as engine:
        for delivery_id in engine.signals.due(10):
            if found := engine.signals.taken(delivery_id):
                engine.signals.hand_over(found)
    return versions.waiting()


def test_a_signal_is_listened_for_by_the_name_of_the_new_drawing(versions: Versions) -> None:
    versions.start(listening("closed"))
    versions.moved(listening("opened", "o"), {"closed": "opened"})
    send(versions, "Closed")
    assert hand_over(versions) == []
    versions.undo()
    send(versions, "Opened")
    assert hand_over(versions) == []
    versions.moved(listening("opened", "o"), {"closed": "opened"})
    send(versions, "Opened")
    assert hand_over(versions) == ["read"]


@pytest.mark.parametrize("back", [False, True])
def test_a_signal_on_its_way_arrives_where_the_instance_is_then(versions: Versions, back: bool) -> None:
    versions.start(listening("closed"))
    target = listening("shut")
    if back:
        versions.moved(target, {"closed": "shut"})
    send(versions, "Closed")
    versions.undo() if back else versions.moved(target, {"closed": "shut"})
    assert hand_over(versions) == ["read"]
