"""Decision models written in a few lines."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from engine.decisions import DecisionModel, read_decisions
from engine.feel import to_variable

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Model" namespace="{}">{}</definitions>'


def dmn(*parts: str, namespace: str = "here") -> bytes:
    """A file of these elements."""
    return HEAD.format(namespace, "".join(parts)).encode()


def model(*parts: str) -> DecisionModel:
    """The model of these elements, which has no fault."""
    made = read_decisions(dmn(*parts))
    assert made.faults == ()
    return made


def value(decision: str, *parts: str, **inputs: object) -> Any:
    """What a decision of these elements says, as a variable."""
    return to_variable(model(*parts).evaluate(decision, inputs))


def text(feel: str, type_: str = "") -> str:
    """A literal expression."""
    declared = f" typeRef={quoteattr(type_)}" if type_ else ""
    return f"<literalExpression{declared}><text>{escape(feel)}</text></literalExpression>"


def data(name: str, type_: str = "") -> str:
    """Input data, its id being its name."""
    declared = f" typeRef={quoteattr(type_)}" if type_ else ""
    return f'<inputData id="{name}" name="{name}"><variable name="{name}"{declared}/></inputData>'


def decision(name: str, logic: str, *, needs: str = "", type_: str = "") -> str:
    """A decision that requires input data (`age`), decisions (`!risk`) and knowledge (`~fee`) by their names."""
    declared = f" typeRef={quoteattr(type_)}" if type_ else ""
    variable = f"<variable name={quoteattr(name)}{declared}/>"
    return f'<decision id="{name}" name="{name}">{variable}{_requirements(needs)}{logic}</decision>'


def knowledge(name: str, parameters: str, logic: str, *, needs: str = "") -> str:
    """Business knowledge with parameters such as `a b:number`."""
    parts = (part.partition(":") for part in parameters.split())
    formal = "".join(f'<formalParameter name="{p}"{t and f" typeRef={quoteattr(t)}"}/>' for p, _, t in parts)
    logic = f"<encapsulatedLogic>{formal}{logic}</encapsulatedLogic>"
    return f'<businessKnowledgeModel id="{name}" name="{name}">{_requirements(needs)}{logic}</businessKnowledgeModel>'


def _requirements(needs: str) -> str:
    kinds = {"!": ("information", "requiredDecision"), "~": ("knowledge", "requiredKnowledge")}
    found = []
    for name in needs.split():
        kind, tag = kinds.get(name[0], ("information", "requiredInput"))
        found.append(f'<{kind}Requirement><{tag} href="#{name.lstrip("!~")}"/></{kind}Requirement>')
    return "".join(found)


def table(heads: str, *rows: str, policy: str = "UNIQUE", values: Sequence[str] = (), defaults: str = "") -> str:
    """A table of `input | input = output | output` and rows alike; `values` are the outputs' allowed ones."""
    inputs, outputs = (_cells(side) for side in _sides(heads))
    columns = "".join(f"<input><inputExpression><text>{escape(x)}</text></inputExpression></input>" for x in inputs)
    columns += "".join(_output(*each) for each in _outputs(outputs, values, _cells(defaults) if defaults else []))
    hit, _, aggregation = policy.partition("+")
    aggregated = f' aggregation="{aggregation}"' if aggregation else ""
    rules = "".join(f"<rule>{_row(row)}</rule>" for row in rows)
    return f'<decisionTable hitPolicy="{hit}"{aggregated}>{columns}{rules}</decisionTable>'


def _row(row: str) -> str:
    found = []
    for kind, side in zip(("input", "output"), _sides(row), strict=True):
        found += [f"<{kind}Entry><text>{escape(cell)}</text></{kind}Entry>" for cell in _cells(side)]
    return "".join(found)


def _sides(line: str) -> tuple[str, str]:
    """Inputs and outputs: a cell of the inputs may hold an equals sign."""
    inputs, _, outputs = line.rpartition(" = ")
    return inputs, outputs


def _cells(side: str) -> list[str]:
    return [cell.strip() for cell in side.split("|")]


def _outputs(names: list[str], values: Sequence[str], defaults: list[str]) -> list[tuple[str, str, str]]:
    padded = [*values, *[""] * len(names)], [*defaults, *[""] * len(names)]
    return list(zip(names, *padded, strict=False))


def _output(name: str, allowed: str, default: str) -> str:
    inside = f"<outputValues><text>{escape(allowed)}</text></outputValues>" if allowed else ""
    inside += f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f'<output name="{name}">{inside}</output>'
