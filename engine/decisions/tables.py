"""Decision tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.decisions.boxes import builds
from engine.decisions.hit_policies import POLICIES, RANKED, Outputs, Policy, count, first, value_of
from engine.decisions.nodes import Node, child, children, name_of, text_below, type_of
from engine.decisions.place import Box, Place, Tests
from engine.decisions.types import values_of
from engine.feel.run import Run
from engine.feel.values.comparing import same

CELLS_PER_STEP = 4


@dataclass(frozen=True, slots=True)
class Input:
    """A column to be tested: its expression, and which values it may have."""

    value: Box
    allows: Tests | None


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results: its name, its allowed values in their order, and the value when no rule applies."""

    name: str
    allowed: Box | None
    default: Box | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: tests for the inputs, boxes for the outputs."""

    tests: tuple[Tests, ...]
    outputs: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table, ready to be asked."""

    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    policy: Policy

    def __call__(self, run: Run) -> object:
        """The table's answer for the variables of a run.

        Null when an input is not among its allowed values, or when no rule applies and there is no default.
        """
        run.allowance.spend(1 + len(self.rules) * (len(self.inputs) + 1) // CELLS_PER_STEP)
        values = [each.value(run) for each in self.inputs]
        for each, value in zip(self.inputs, values, strict=True):
            if each.allows and value is not None and not each.allows(value, run):
                return None
        hits = self._hits(values, run)
        return self.policy(run, hits, self._ranking(run)) if hits else self._without_hits(run)

    def _hits(self, values: list[object], run: Run) -> list[Outputs]:
        hits = []
        for rule in self.rules:
            if all(test(value, run) for test, value in zip(rule.tests, values, strict=True)):
                boxes = zip(self.outputs, rule.outputs, strict=True)
                hits.append({output.name: box(run) for output, box in boxes})
                if self.policy is first:
                    break
        return hits

    def _without_hits(self, run: Run) -> object:
        if any(output.default for output in self.outputs):
            return value_of({o.name: o.default(run) if o.default else None for o in self.outputs})
        return Decimal(0) if self.policy is count else None

    def _ranking(self, run: Run) -> Callable[[Outputs], tuple[int, ...]]:
        orders = {output.name: output.allowed(run) if output.allowed else None for output in self.outputs}
        return lambda outputs: tuple(_place(value, orders[name], run) for name, value in outputs.items())


def _place(value: object, order: object, run: Run) -> int:
    """Place of a value among the allowed ones; values that are not among them come last."""
    values = order if isinstance(order, list) else []
    return next((at for at, one in enumerate(values) if same(one, value, run.allowance)), len(values))


@builds("decisionTable")
def _decision_table(node: Node, place: Place) -> Box:
    heads = {tag: list(children(node, tag)) for tag in ("input", "output")}
    titles = {tag: [_title(head, number) for number, head in enumerate(found, 1)] for tag, found in heads.items()}
    inputs = tuple(map(_input, heads["input"], map(place.at, titles["input"])))
    outputs = tuple(map(_output, heads["output"], map(place.at, titles["output"])))
    policy = _policy(node, place, outputs)
    if len(outputs) == 1:
        outputs = (Output("", outputs[0].allowed, outputs[0].default),)
    cells = place.in_cells()
    rules = [_rule(each, titles, cells.at(f"row {number}")) for number, each in enumerate(children(node, "rule"), 1)]
    return DecisionTable(inputs, outputs, tuple(rule for rule in rules if rule), policy)


def _title(head: Node, number: int) -> str:
    """How a message names a column."""
    asked = text_below(child(head, "inputExpression"))
    title = head.get("label") or name_of(head) or asked or str(number)
    return f"column “{' '.join(title.split())}”"


def _policy(node: Node, place: Place, outputs: tuple[Output, ...]) -> Policy:
    name, aggregation = node.get("hitPolicy", "UNIQUE"), node.get("aggregation", "")
    policy = POLICIES.get((name, aggregation if name == "COLLECT" else ""))
    if policy is None:
        place.note(f"DMN has no hit policy “{name} {aggregation}”.".replace(" ”", "”"), "Choose another one.")
    elif name in RANKED and not any(output.allowed for output in outputs):
        place.note(
            f"The hit policy {name} needs the outputs' values in their order.", "List them in the column's head."
        )
    return policy or POLICIES["UNIQUE", ""]


def _input(node: Node, place: Place) -> Input:
    expression = child(node, "inputExpression")
    value = place.typed(place.expression(text_below(expression)), type_of(expression))
    allowed = text_below(child(node, "inputValues"))
    return Input(value, place.tests(allowed) if allowed else None)


def _output(node: Node, place: Place) -> Output:
    allowed = text_below(child(node, "outputValues")) or values_of(place.type(type_of(node)))
    default = text_below(child(node, "defaultOutputEntry"))
    return Output(
        name_of(node),
        place.expression(f"[{allowed}]") if allowed else None,
        place.expression(default) if default else None,
    )


def _rule(node: Node, titles: Mapping[str, list[str]], place: Place) -> Rule | None:
    """A row; None, and a fault, when it has not a cell for each column."""
    tests = [text_below(entry) for entry in children(node, "inputEntry")]
    outputs = [text_below(entry) for entry in children(node, "outputEntry")]
    if (len(tests), len(outputs)) != (len(titles["input"]), len(titles["output"])):
        place.note("It has more or fewer cells than the table has columns.", "Draw the row anew.")
        return None
    return Rule(
        tuple(place.at(title).tests(text) for text, title in zip(tests, titles["input"], strict=True)),
        tuple(_result(text, place.at(title)) for text, title in zip(outputs, titles["output"], strict=True)),
    )


def _result(text: str, place: Place) -> Box:
    return place.expression(text) if text and text != "-" else lambda run: None
