"""Files with something wrong in them: drawings and forms of which a part is lost, doubled, moved or odd."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from lxml import etree

ODD_TEXTS = (
    "", " ", "0", "-1", "true", "x", "=", "= ", "=1 +", "=null", "=[1, 2]", '="P1D"', "=decision", "=1 / 0", "=for i in 1..9 return i",
    "=" + "(" * 400 + "1" + ")" * 400, "P1D", "R3/PT1H", "PT0S", "2026-02-30", "2026-03-31T09:00", "=duration(\"P1D\")", "{}", "\u00a0",
    "ﬁ\u202e", "a" * 5_000, "Walk", "walk", "start", "end", "u", "//*[//*]", "../x", "__import__('os')", "&lt;", "9" * 30,
)  # fmt: skip
TAGS = (
    "task", "userTask", "scriptTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "callActivity", "subProcess",
    "startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent", "boundaryEvent", "exclusiveGateway",
    "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway", "sequenceFlow", "process", "lane", "laneSet",
    "timerEventDefinition", "messageEventDefinition", "terminateEventDefinition", "errorEventDefinition", "message", "timeCycle",
    "escalationEventDefinition", "signalEventDefinition", "linkEventDefinition", "compensateEventDefinition", "extensionElements",
    "multiInstanceLoopCharacteristics", "conditionExpression", "collaboration", "participant", "dataObject", "incoming", "definitions",
)  # fmt: skip
Node = Any


def mutated_xml(data: bytes, random: Random) -> bytes:
    """The document with one to four changes, now and then in its bytes."""
    if random.random() < 0.1:
        return mutated_bytes(data, random)
    root = etree.fromstring(data)
    for _ in range(random.choice((1, 1, 2, 4))):
        nodes = [node for node in root.iter() if isinstance(node.tag, str)]
        random.choice(XML_CHANGES)(random.choice(nodes), nodes, random)
    return etree.tostring(root)


def mutated_json(data: bytes, random: Random) -> bytes:
    """The same for JSON."""
    if random.random() < 0.1:
        return mutated_bytes(data, random)
    holder = {"": json.loads(data)}
    for _ in range(random.choice((1, 1, 2, 4))):
        places = list(_places(holder))
        random.choice(JSON_CHANGES)(*random.choice(places), [inside[key] for inside, key in places], random)
    return json.dumps(holder.get("")).encode()


def mutated_bytes(data: bytes, random: Random) -> bytes:
    """Some bytes lost, doubled, or others."""
    at, length = random.randrange(len(data) + 1), random.choice((0, 1, 3, 40, 400))
    odd = random.choice(
        (b"", b"\0", b"\xff\xfe", b"<", b"&x;", b'"', bytes([random.randrange(256)]), data[at : at + length] * 2)
    )
    return data[:at] + odd + data[at + length :]


# -- XML --------------------------------------------------------------------------------------------------------------
def _drop(node: Node, nodes: list[Node], random: Random) -> None:
    if node.getparent() is not None:
        node.getparent().remove(node)


def _double(node: Node, nodes: list[Node], random: Random) -> None:
    if node.getparent() is not None:
        node.getparent().append(etree.fromstring(etree.tostring(node)))


def _move(node: Node, nodes: list[Node], random: Random) -> None:
    target = random.choice(nodes)
    if node.getparent() is not None and node not in (target, *target.iterancestors()):
        target.insert(random.randrange(len(target) + 1), node)


def _rename(node: Node, nodes: list[Node], random: Random) -> None:
    node.tag = f"{{{etree.QName(node).namespace or ''}}}{random.choice(TAGS)}".replace("{}", "")


def _rewrite(node: Node, nodes: list[Node], random: Random) -> None:
    name = random.choice(
        [*node.attrib, "id", "name", "default", "attachedToRef", "calledElement", "messageRef", "isExecutable"]
    )
    known = [value for other in nodes for value in other.attrib.values()]
    node.set(name, _sound(random.choice((random.choice(known or [""]), random.choice(ODD_TEXTS)))))


def _rewire(node: Node, nodes: list[Node], random: Random) -> None:
    flows = [other for other in nodes if other.get("sourceRef")]
    ids = [other.get("id") for other in nodes if other.get("id")]
    if flows and ids:
        random.choice(flows).set(random.choice(("sourceRef", "targetRef")), random.choice(ids))


def _forget(node: Node, nodes: list[Node], random: Random) -> None:
    if node.attrib:
        del node.attrib[random.choice(list(node.attrib))]


def _say(node: Node, nodes: list[Node], random: Random) -> None:
    node.text = _sound(random.choice((random.choice(ODD_TEXTS), *(other.text or "" for other in nodes[:40]))))


def _sound(text: str) -> str:
    return "".join(character for character in text if character >= " ")


XML_CHANGES: tuple[Callable[[Node, list[Node], Random], None], ...] = (
    _drop, _double, _move, _rename, _rewrite, _rewrite, _rewire, _rewire, _forget, _say,
)  # fmt: skip


# -- JSON -------------------------------------------------------------------------------------------------------------
def _places(holder: Any) -> Any:
    keys = list(holder) if isinstance(holder, dict) else range(len(holder))
    for key in keys:
        yield holder, key
        if isinstance(holder[key], dict | list):
            yield from _places(holder[key])


def _lose(holder: Any, key: Any, values: list[Any], random: Random) -> None:
    del holder[key]
    if not holder:
        holder.update({"": {}}) if isinstance(holder, dict) else None


def _replace(holder: Any, key: Any, values: list[Any], random: Random) -> None:
    others = (random.choice(values), random.choice(ODD_TEXTS), None, True, 0, -1, 1e308, [], {}, [[]], {"key": "x"})
    holder[key] = json.loads(json.dumps(random.choice(others)))


def _again(holder: Any, key: Any, values: list[Any], random: Random) -> None:
    copy = json.loads(json.dumps(holder[key]))
    if isinstance(holder, list):
        holder.insert(random.randrange(len(holder) + 1), copy)
    else:
        holder[
            random.choice(("key", "type", "id", "label", "path", "validate", "properties", "components", "conditional"))
        ] = copy


JSON_CHANGES = (_lose, _replace, _replace, _again)
