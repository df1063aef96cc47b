"""Functions that take lists apart and put them together."""

from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values.comparing import same
from engine.feel.values.functions import Function


def position_in(length: int, position: Decimal) -> int | None:
    """Python's index for a position counted from 1, or from -1 at the end; None beyond the list."""
    index = int(position)
    if index == 0 or abs(index) > length:
        return None
    return index - 1 if index > 0 else length + index


@builtin("list contains(list: list, element: any)")
def list_contains(run: Run, elements: list[object], element: object) -> bool:
    """Whether the list has such an element, null included."""
    run.allowance.spend(len(elements))
    return any(same(one, element, run.allowance) for one in elements)


@builtin("count(list: list)", "count(list...: any)")
def count(run: Run, elements: list[object]) -> Decimal:
    """How many elements."""
    return Decimal(len(elements))


@builtin("sublist(list: list, start position: number, length?: number?)")
def sublist(run: Run, elements: list[object], start: Decimal, length: Decimal | None = None) -> list[object] | None:
    """So many elements from a position; null when the list has not so many."""
    begin = position_in(len(elements), start)
    if begin is None:
        return None
    end = len(elements) if length is None else begin + int(min(length, Decimal(10**9)))
    if length is not None and not begin < end <= len(elements):
        return None
    run.allowance.spend_list(end - begin)
    return elements[begin:end]


@builtin("append(list: list, item...: any)")
def append(run: Run, elements: list[object], items: list[object]) -> list[object]:
    """The list with the items at its end."""
    run.allowance.spend_list(len(elements) + len(items))
    return elements + items


@builtin("concatenate(list...: list)")
def concatenate(run: Run, lists: list[list[object]]) -> list[object]:
    """One list after the other."""
    run.allowance.spend_list(sum(map(len, lists)))
    return [element for elements in lists for element in elements]


@builtin("insert before(list: list, position: number, newItem: any)")
def insert_before(run: Run, elements: list[object], position: Decimal, item: object) -> list[object] | None:
    """The list with one more element before that position."""
    index = position_in(len(elements), position)
    if index is None:
        return None
    run.allowance.spend_list(len(elements) + 1)
    return [*elements[:index], item, *elements[index:]]


@builtin("remove(list: list, position: number)")
def remove(run: Run, elements: list[object], position: Decimal) -> list[object] | None:
    """The list without the element at that position."""
    index = position_in(len(elements), position)
    if index is None:
        return None
    run.allowance.spend_list(len(elements))
    return elements[:index] + elements[index + 1 :]


@builtin("list replace(list: list, position: number, newItem: any)")
def replace_at(run: Run, elements: list[object], position: Decimal, item: object) -> list[object] | None:
    """The list with another element at that position."""
    index = position_in(len(elements), position)
    if index is None:
        return None
    run.allowance.spend_list(len(elements))
    return [*elements[:index], item, *elements[index + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)")
def replace_matches(run: Run, elements: list[object], match: Function, item: object) -> list[object] | None:
    """The list with another element wherever `match(element, newItem)` is true."""
    run.allowance.spend_list(len(elements))
    found = [match.call(run, [element, item]) for element in elements]
    if any(type(holds) is not bool for holds in found):
        return None
    return [item if holds else element for element, holds in zip(elements, found, strict=True)]


@builtin("reverse(list: list)")
def reverse(run: Run, elements: list[object]) -> list[object]:
    """The last element first."""
    run.allowance.spend_list(len(elements))
    return elements[::-1]


@builtin("index of(list: list, match: any)")
def index_of(run: Run, elements: list[object], match: object) -> list[object]:
    """All positions, from 1, at which the match stands."""
    run.allowance.spend(len(elements))
    return [Decimal(at) for at, element in enumerate(elements, 1) if same(element, match, run.allowance)]


@builtin("union(list...: list)")
def union(run: Run, lists: list[list[object]]) -> list[object]:
    """All elements of all lists, each once."""
    return distinct_values(run, concatenate(run, lists))


@builtin("distinct values(list: list)")
def distinct_values(run: Run, elements: list[object]) -> list[object]:
    """Each element once, in the order of first appearance."""
    seen: set[object] = set()
    found: list[object] = []
    unhashed: list[object] = []
    for element in elements:
        run.allowance.spend(1 + 2 * len(unhashed))
        if isinstance(element, Decimal | str | bool) or element is None:
            if (type(element), element) not in seen:
                seen.add((type(element), element))
                found.append(element)
        elif not any(same(element, other, run.allowance) for other in unhashed):
            unhashed.append(element)
            found.append(element)
    return found


@builtin("flatten(list: list)")
def flatten(run: Run, elements: list[object]) -> list[object]:
    """Every element of lists within lists, side by side."""
    found: list[object] = []
    stack = [iter(elements)]
    while stack:
        for element in stack[-1]:
            run.allowance.spend(1)
            if isinstance(element, list):
                stack.append(iter(element))
                break
            found.append(element)
        else:
            stack.pop()
    run.allowance.check_list(len(found))
    return found


@builtin("is empty(list: list)")
def is_empty(run: Run, elements: list[object]) -> bool:
    """Whether the list has no elements (an addition of the zeebe dialect)."""
    return not elements
