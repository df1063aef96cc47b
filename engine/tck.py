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
from engine.feel.values.texts import text_of

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_SURE_DIGITS = 8  # an expected number of at least so many digits may have been rounded
_DOUBLE_ERROR = Decimal("1e-12")  # some expected numbers were computed in binary
_SHOWN = 200  # characters of a value in a message
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

    file: str  # of the test, from the folder that is played
    case: str  # its id; empty when the whole file cannot be played
    passed: bool
    detail: str = ""

    @property
    def applicable(self) -> bool:
        """False for what asks to call Java: only FEEL is evaluated here."""
        return "external-java" not in self.file


def run_folder(path: Path) -> list[CaseResult]:
    """Play every test file below a folder, in the order of their paths."""
    results: list[CaseResult] = []
    for file in sorted(path.rglob("*.xml")):
        results.extend(_run_file(file, file.relative_to(path).as_posix()))
    return results


def _run_file(file: Path, shown: str) -> Iterator[CaseResult]:
    try:
        root = parse_xml(file.read_bytes())
        model = _model(file.parent, _text(child(root, "modelName")))
    except (DecisionFault, OSError) as fault:
        yield CaseResult(shown, "", False, str(fault))
        return
    for case in children(root, "testCase"):
        detail = _difference(model, case)
        yield CaseResult(shown, case.get("id", ""), not detail, detail)


def _model(folder: Path, name: str) -> DecisionModel:
    others = [each.read_bytes() for each in sorted(folder.glob("*.dmn")) if each.name != name]
    return read_decisions((folder / name).read_bytes(), others=others)


def _text(node: Node | None) -> str:
    return "" if node is None else (node.text or "").strip()


def _difference(model: DecisionModel, case: Node) -> str:
    """The first result that differs from what the case expects, and how; empty when none does."""
    inputs = {node.get("name"): _value(node) for node in children(case, "inputNode")}
    results = list(children(case, "resultNode"))
    for node in results:
        name, expected = node.get("name"), child(node, "expected")
        wanted = None if expected is None else _value(expected)
        try:
            found = model.evaluate(case.get("invocableName") or name, inputs)
        except (DecisionNotFound, FeelLimitExceeded) as fault:
            return f"{name}: {fault}"
        except Exception as fault:  # a mistake of ours fails its case, and the others are played all the same
            return f"{name}: {type(fault).__name__}: {fault}"
        if case.get("invocableName") and len(results) > 1 and isinstance(found, dict):
            found = found.get(name)
        if not _agrees(found, wanted):
            return f"{name}: expected {_shown(wanted)}, found {_shown(found)}"
    return ""


def _shown(value: object) -> str:
    text = text_of([value])[1:-1]
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


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
