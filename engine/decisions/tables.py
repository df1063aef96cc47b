"""Decision tables."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from engine.decisions.boxes import builds
from engine.decisions.hit_policies import POLICIES, Outputs, Policy, count, first, value_of
from engine.decisions.nodes import Node, child, children, name_of, text_below, type_of
from engine.decisions.place import Box, Place, Tests
from engine.feel.run import Run
from engine.feel.values.comparing import same


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
        run.allowance.spend(len(self.rules) * (len(self.inputs) + 1))
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
    inputs = tuple(_input(each, place) for each in children(node, "input"))
    outputs = tuple(_output(each, place) for each in children(node, "output"))
    if len(outputs) == 1:
        outputs = (Output("", outputs[0].allowed, outputs[0].default),)
    rules = [_rule(each, place) for each in children(node, "rule")]
    for rule in rules:
        if (len(rule.tests), len(rule.outputs)) != (len(inputs), len(outputs)):
            place.note("", "A rule has more or fewer cells than the table has columns.")
    whole = tuple(r for r in rules if (len(r.tests), len(r.outputs)) == (len(inputs), len(outputs)))
    return DecisionTable(inputs, outputs, whole, _policy(node, place))


def _policy(node: Node, place: Place) -> Policy:
    name, aggregation = node.get("hitPolicy", "UNIQUE"), node.get("aggregation", "")
    policy = POLICIES.get((name, aggregation if name == "COLLECT" else ""))
    if policy is None:
        place.note(f"{name} {aggregation}", "DMN has no such hit policy.")
    return policy or POLICIES["UNIQUE", ""]


def _input(node: Node, place: Place) -> Input:
    expression = child(node, "inputExpression")
    value = place.typed(place.expression(text_below(expression)), type_of(expression))
    allowed = text_below(child(node, "inputValues"))
    return Input(value, place.tests(allowed) if allowed else None)


def _output(node: Node, place: Place) -> Output:
    allowed = text_below(child(node, "outputValues"))
    default = text_below(child(node, "defaultOutputEntry"))
    return Output(
        name_of(node),
        place.expression(f"[{allowed}]") if allowed else None,
        place.expression(default) if default else None,
    )


def _rule(node: Node, place: Place) -> Rule:
    tests = tuple(place.tests(text_below(entry)) for entry in children(node, "inputEntry"))
    outputs = tuple(_cell(text_below(entry), place) for entry in children(node, "outputEntry"))
    return Rule(tests, outputs)


def _cell(text: str, place: Place) -> Box:
    return place.expression(text) if text and text != "-" else lambda run: None
