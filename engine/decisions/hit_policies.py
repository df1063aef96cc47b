"""What a decision table makes of the rules that apply to a case, one function for each hit policy."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from engine.feel.builtins.statistics import greatest, least, total
from engine.feel.run import Run
from engine.feel.values.comparing import same

Outputs = dict[str, object]  # one rule's outputs by name; the name of a single output may be empty
Rank = Callable[[Outputs], tuple[int, ...]]  # place of outputs in the order of the allowed output values
Policy = Callable[[Run, list[Outputs], Rank], object]


def value_of(outputs: Outputs) -> object:
    """What a rule gives: a context, or the value itself of a single output without a name."""
    return outputs[""] if outputs.keys() == {""} else outputs


def _values(hits: Sequence[Outputs]) -> list[object]:
    return [value_of(outputs) for outputs in hits]


def unique(run: Run, hits: list[Outputs], rank: Rank) -> object:
    """The one rule that applies; null when several do."""
    return value_of(hits[0]) if len(hits) == 1 else None


def any_(run: Run, hits: list[Outputs], rank: Rank) -> object:
    """What all rules that apply agree on; null when they do not."""
    values = _values(hits)
    agreed = all(same(value, values[0], run.allowance) or value is values[0] is None for value in values)
    return values[0] if agreed else None


def first(run: Run, hits: list[Outputs], rank: Rank) -> object:
    """The first rule that applies, in the table's order."""
    return value_of(hits[0])


def priority(run: Run, hits: list[Outputs], rank: Rank) -> object:
    """The rule whose outputs stand first among the allowed output values."""
    return value_of(min(hits, key=rank))


def rule_order(run: Run, hits: list[Outputs], rank: Rank) -> object:
    """All rules that apply, in the table's order."""
    return list(_values(hits))


def output_order(run: Run, hits: list[Outputs], rank: Rank) -> object:
    """All rules that apply, in the order of the allowed output values."""
    return _values(sorted(hits, key=rank))


def count(run: Run, hits: list[Outputs], rank: Rank) -> object:
    """How many rules apply."""
    return Decimal(len(hits))


def _aggregated(function: Callable[[Run, list[object]], object]) -> Policy:
    def aggregate(run: Run, hits: list[Outputs], rank: Rank) -> object:
        return value_of({name: function(run, [outputs[name] for outputs in hits]) for name in hits[0]})

    return aggregate


RANKED = ("PRIORITY", "OUTPUT ORDER")  # they mean nothing without allowed output values
POLICIES: dict[tuple[str, str], Policy] = {
    ("UNIQUE", ""): unique,
    ("ANY", ""): any_,
    ("FIRST", ""): first,
    ("PRIORITY", ""): priority,
    ("RULE ORDER", ""): rule_order,
    ("OUTPUT ORDER", ""): output_order,
    ("COLLECT", ""): rule_order,
    ("COLLECT", "COUNT"): count,
    ("COLLECT", "SUM"): _aggregated(total),
    ("COLLECT", "MIN"): _aggregated(least),
    ("COLLECT", "MAX"): _aggregated(greatest),
}
