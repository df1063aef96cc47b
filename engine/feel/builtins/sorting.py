"""`sort`, by a function that says which of two comes first, or in natural order."""

from functools import cmp_to_key

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values.comparing import order
from engine.feel.values.functions import Function


class _Unsortable(Exception):
    """Two elements have no order."""


@builtin("sort(list: list, precedes?: function)")
def sort(run: Run, elements: list[object], precedes: Function | None = None) -> list[object] | None:
    """The list in order; null when two elements have none."""
    run.allowance.spend_list(len(elements))

    def compare(left: object, right: object) -> int:
        run.allowance.spend(2)
        if precedes is None:
            return _natural(left, right)
        if _asked(run, precedes, left, right):
            return -1
        return 1 if _asked(run, precedes, right, left) else 0

    try:
        return sorted(elements, key=cmp_to_key(compare))
    except _Unsortable:
        return None


def _asked(run: Run, precedes: Function, left: object, right: object) -> bool:
    answer = precedes.call(run, [left, right])
    if type(answer) is not bool:
        raise _Unsortable
    return answer


def _natural(left: object, right: object) -> int:
    position = order(left, right)
    if position is None:
        raise _Unsortable
    return position
