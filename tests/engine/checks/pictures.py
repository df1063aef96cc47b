"""Pictures of small drawings, in words: where each shape, flow and label lies."""

from engine import Known, check_drawing
from tests.engine.checks.sheets import Told, told
from tests.engine.conftest import drawing

DI = (
    'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:paint="http://www.omg.org/spec/DD/20100524/DI"'
)


def picture(*boxes: str, edges: tuple[str, ...] = ("f3", "f4")) -> str:
    """Shapes as `id x y width height`, flows as `id x,y x,y`, each with ` label x y width height` behind."""
    shapes = "".join(f"{_shape(*box.partition(' label '))}" for box in boxes)
    flows = "".join(f"{_edge(*edge.partition(' label '))}" for edge in edges)
    return f"<di:BPMNDiagram {DI}><di:BPMNPlane>{shapes}{flows}</di:BPMNPlane></di:BPMNDiagram>"


def seen(body: str, di: str, before: str = "") -> Told:
    """What is told of a drawing with this picture."""
    data = drawing(body, before=before).replace(b"</bpmn:definitions>", di.encode() + b"</bpmn:definitions>")
    return told(check_drawing("walk.bpmn", data, {}, Known(), process_id="walk").warnings)


def looks(body: str, di: str, before: str = "") -> Told:
    """The same without what is told of names."""
    return [(element, message) for element, message in seen(body, di, before) if "no name" not in message]


def _shape(box: str, _: str, label: str) -> str:
    its_id, *numbers = box.split()
    return f'<di:BPMNShape bpmnElement="{its_id}">{_bounds(numbers)}{_label(label)}</di:BPMNShape>'


def _edge(way: str, _: str, label: str) -> str:
    its_id, *points = way.split()
    bends = "".join('<paint:waypoint x="{}" y="{}"/>'.format(*point.split(",")) for point in points)
    return f'<di:BPMNEdge bpmnElement="{its_id}">{bends}{_label(label)}</di:BPMNEdge>'


def _label(label: str) -> str:
    return f"<di:BPMNLabel>{_bounds(label.split())}</di:BPMNLabel>" if label else ""


def _bounds(numbers: list[str]) -> str:
    return '<dc:Bounds x="{}" y="{}" width="{}" height="{}"/>'.format(*numbers)
