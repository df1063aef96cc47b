"""A drawing of the size of a real case: 49 nodes and 10 in a called process, 21 user tasks a round.

Lanes, a timer on every task, advice from six in parallel, a called process used twice, a loop that begins anew.
"""

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">'
)
ADVISERS = 6
TASKS = [
    "request",
    "decide",
    "collate",
    "views",
    "placement",
    "health",
    "draft",
    "amend",
    "final",
    "serve",
    "review",
    "advice",
]
LANES = {"family": "request views", "panel": "decide review", "office": "collate draft amend final serve advice"}
MAIN = """
start > again > request > decide > agreed
agreed ? first_check : refused
first_check > advice > collate > split
split > views > join
split > placement > join
split > health > join
join > draft > change
change ? amend : changed
amend > changed > second_check > final > issued > serve > review > enough
enough ? again : end
"""
CALLED = """
called_start > check > confirm > good
good ? checked : called_end
checked > called_end
"""


def long_case(*, bare: bool = False) -> bytes:
    """BPMN for the engine or, `bare`, for the library alone: Python instead of FEEL, and its own multi-instance."""
    main = [_task(name, bare) for name in TASKS]
    main += [f'<bpmn:callActivity id="{name}" calledElement="called"/>' for name in ("first_check", "second_check")]
    main += _each("exclusiveGateway", "again changed") + [_choice(name) for name in ("agreed", "change", "enough")]
    main += _each("parallelGateway", "split join") + _each("intermediateThrowEvent", "issued")
    main += _each("startEvent", "start") + _each("endEvent", "end refused")
    main += [_flow(*way, bare) for way in _ways(MAIN)] + [_flow(f"{name}_late", f"{name}_told", "") for name in TASKS]
    called = [_task("check", bare), _task("confirm", bare), _choice("good")]
    called += _each("startEvent", "called_start") + _each("intermediateThrowEvent", "checked")
    called += _each("endEvent", "called_end") + [_flow(*way, bare) for way in _ways(CALLED)]
    called += [_flow(f"{name}_late", f"{name}_told", "") for name in ("check", "confirm")]
    parts = _process("long", _lanes() + "".join(main)) + _process("called", "".join(called))
    return f"{HEAD}{parts}</bpmn:definitions>".encode()


def _process(process_id: str, inside: str) -> str:
    given = '<zeebe:properties><zeebe:property name="variables" value="more"/></zeebe:properties>'
    return (
        f'<bpmn:process id="{process_id}" name="{process_id}" isExecutable="true">'
        f"<bpmn:extensionElements>{given}</bpmn:extensionElements>{inside}</bpmn:process>"
    )


def _lanes() -> str:
    lanes = (
        f'<bpmn:lane id="lane_{name}" name="{name}">'
        + "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes.split())
        + "</bpmn:lane>"
        for name, nodes in LANES.items()
    )
    return f'<bpmn:laneSet id="lanes">{"".join(lanes)}</bpmn:laneSet>'


def _task(name: str, bare: bool) -> str:
    group = '<zeebe:assignmentDefinition candidateGroups="staff"/>'
    limit = '"P42D"' if bare else "P42D"
    repeated = _repeated(bare) if name == "advice" else ""
    return (
        f'<bpmn:userTask id="{name}" name="{name}"><bpmn:extensionElements>{group}</bpmn:extensionElements>{repeated}'
        f'</bpmn:userTask><bpmn:boundaryEvent id="{name}_late" attachedToRef="{name}" cancelActivity="false">'
        f'<bpmn:timerEventDefinition id="{name}_timer"><bpmn:timeDuration>{limit}</bpmn:timeDuration>'
        f'</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="{name}_told"/>'
    )


def _repeated(bare: bool) -> str:
    collection = f'<zeebe:loopCharacteristics inputCollection="={list(range(ADVISERS))}" inputElement="adviser"/>'
    inside = f"<bpmn:loopCardinality>{ADVISERS}</bpmn:loopCardinality>" if bare else collection
    inside = inside if bare else f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"
    return f"<bpmn:multiInstanceLoopCharacteristics>{inside}</bpmn:multiInstanceLoopCharacteristics>"


def _each(kind: str, names: str) -> list[str]:
    return [f'<bpmn:{kind} id="{name}"/>' for name in names.split()]


def _choice(name: str) -> str:
    return f'<bpmn:exclusiveGateway id="{name}" default="{name}_no"/>'


def _ways(text: str) -> list[tuple[str, str, str]]:
    """(from, to, "" or yes or no) of each flow."""
    found = []
    for line in text.strip().splitlines():
        if " ? " in line:
            gateway, _, both = line.partition(" ? ")
            yes, _, no = both.partition(" : ")
            found += [(gateway, yes, "yes"), (gateway, no, "no")]
        else:
            names = line.split(" > ")
            found += [(one, two, "") for one, two in zip(names, names[1:], strict=False)]
    return found


def _flow(source: str, target: str, answer: str, bare: bool = False) -> str:
    condition = "more == True" if bare else "more = true"
    inside = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if answer == "yes" else ""
    its_id = f"{source}_{answer or target}"
    return f'<bpmn:sequenceFlow id="{its_id}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>'
