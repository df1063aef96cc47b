"""Plays the cases of the public DMN conformance kit (TCK) in a folder against our decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from engine.decisions import DecisionFault, DecisionModel, DecisionNotFound, read_decisions
from engine.decisions.nodes import Node, child, children, parse_xml
from engine.feel import FeelLimitExceeded
from engine.feel.limits import Allowance
from engine.feel.values.comparing import equal
from engine.feel.values.durations import parse_duration
from engine.feel.values.numbers import number
from engine.feel.values.reading import parse_date, parse_date_time, parse_time

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_SURE_DIGITS = 8  # an expected number of at least so many digits may have been rounded
_DOUBLE_ERROR = Decimal("1e-12")  # some expected numbers were computed in binary
_READERS = {
    "decimal": number,
    "double": number,
    "integer": number,
    "boolean": lambda text: text.strip() == "true",
    "date": parse_date,
    "time": parse_time,
    "dateTime": parse_date_time,
    "duration": parse_duration,
}


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One test case: whether every expected node of it was produced; and the first that was not."""

    model: str
    case: str
    passed: bool
    applicable: bool = True
    detail: str = ""


def run_folder(path: Path) -> list[CaseResult]:
    """Play every test file below a folder, in the order of their paths."""
    results: list[CaseResult] = []
    for file in sorted(path.rglob("*.xml")):
        results.extend(_run_file(file))
    return results


def _run_file(file: Path) -> Iterator[CaseResult]:
    try:
        root = parse_xml(file.read_bytes())
        model_name = child(root, "modelName")
        name = "" if model_name is None else (model_name.text or "").strip()
        model = _model(file.parent, name)
    except (DecisionFault, OSError) as fault:
        yield CaseResult(file.name, "", False, detail=str(fault))
        return
    for case in children(root, "testCase"):
        yield _run_case(model, file.stem, case)


def _model(folder: Path, name: str) -> DecisionModel:
    others = [each.read_bytes() for each in sorted(folder.glob("*.dmn")) if each.name != name]
    return read_decisions((folder / name).read_bytes(), others=others)


def _run_case(model: DecisionModel, file: str, case: Node) -> CaseResult:
    inputs = {node.get("name"): _value(node) for node in children(case, "inputNode")}
    service = case.get("invocableName")
    for node in children(case, "resultNode"):
        name, expected = node.get("name"), child(node, "expected")
        wanted = None if expected is None else _value(expected)
        try:
            found = model.evaluate(service or name, inputs)
            if service and isinstance(found, dict) and len(list(children(case, "resultNode"))) > 1:
                found = found.get(name)
        except (DecisionNotFound, FeelLimitExceeded) as fault:
            found = fault
        if not _agrees(found, wanted):
            return CaseResult(file, case.get("id", ""), False, detail=f"{name}: expected {wanted!r}, got {found!r}")
    return CaseResult(file, case.get("id", ""), True, applicable="external-java" not in file)


def _value(node: Node) -> object:
    """A FEEL value of what a test file says, below `inputNode`, `expected`, `item` or `component`."""
    components = list(children(node, "component"))
    if components:
        return {part.get("name"): _value(part) for part in components}
    elements = child(node, "list")
    if elements is not None:
        return [_value(item) for item in children(elements, "item")]
    value = child(node, "value")
    if value is None or value.get(_NIL) == "true":
        return None
    read = _READERS.get(value.get(_TYPE, "").partition(":")[2])
    text = value.text or ""
    return read(text) if read else text


def _agrees(found: object, wanted: object) -> bool:
    if isinstance(wanted, Decimal) and isinstance(found, Decimal):
        return _near(found, wanted)
    if isinstance(wanted, list) and isinstance(found, list):
        return len(found) == len(wanted) and all(map(_agrees, found, wanted))
    if isinstance(wanted, dict) and isinstance(found, dict):
        return found.keys() == wanted.keys() and all(_agrees(found[key], wanted[key]) for key in wanted)
    return found is wanted or equal(found, wanted, Allowance()) is True


def _near(found: Decimal, wanted: Decimal) -> bool:
    if found == wanted:
        return True
    digits = wanted.as_tuple()
    if len(digits.digits) < _SURE_DIGITS or not isinstance(digits.exponent, int):
        return False
    return abs(found - wanted) <= max(Decimal(1).scaleb(digits.exponent), abs(wanted) * _DOUBLE_ERROR)
