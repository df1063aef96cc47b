"""Types: what `instance of`, typed parameters and declared variables ask of a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.feel.limits import Allowance
from engine.feel.values import kinds
from engine.feel.values.functions import Function
from engine.feel.values.moments import Date, midnight
from engine.feel.values.ranges import Range
from engine.feel.values.zones import UTC_ZONE


class Type:
    """What a value can be."""

    __slots__ = ()

    def holds(self, value: object, allowance: Allowance) -> bool:
        """Whether a value that is not null is of this type."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class AnyType(Type):
    """Every value."""

    def holds(self, value: object, allowance: Allowance) -> bool:
        """Always."""
        return True


@dataclass(frozen=True, slots=True)
class KindType(Type):
    """A type without parts, such as number."""

    kind: str

    def holds(self, value: object, allowance: Allowance) -> bool:
        """Whether the value is of this kind."""
        return kinds.kind_of(value) == self.kind


@dataclass(frozen=True, slots=True)
class ListType(Type):
    """`list<element>`."""

    element: Type

    def holds(self, value: object, allowance: Allowance) -> bool:
        """Whether it is a list and each element is null or of the element type."""
        if not isinstance(value, list):
            return False
        allowance.spend(len(value))
        return all(element is None or self.element.holds(element, allowance) for element in value)


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    """`context<name: type>`; a context may have more entries than these."""

    entries: Mapping[str, Type]

    def holds(self, value: object, allowance: Allowance) -> bool:
        """Whether it is a context with all these entries, each null or of its type."""
        if not isinstance(value, dict):
            return False
        allowance.spend(len(self.entries))
        return all(
            name in value and (value[name] is None or entry.holds(value[name], allowance))
            for name, entry in self.entries.items()
        )


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    """`range<element>`."""

    element: Type

    def holds(self, value: object, allowance: Allowance) -> bool:
        """Whether it is a range whose ends are of the element type."""
        if not isinstance(value, Range):
            return False
        return all(end is None or self.element.holds(end, allowance) for end in (value.start, value.end))


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    """`function<parameters> -> result`; only the number of parameters can be known."""

    parameters: int | None

    def holds(self, value: object, allowance: Allowance) -> bool:
        """Whether it is a function that takes so many arguments."""
        return isinstance(value, Function) and (self.parameters is None or value.accepts(self.parameters))


@dataclass(frozen=True, slots=True)
class AllowedType(Type):
    """A type of which only some values are allowed."""

    base: Type
    allows: Callable[[object, Allowance], bool]

    def holds(self, value: object, allowance: Allowance) -> bool:
        """Whether it is of the base type and allowed."""
        return self.base.holds(value, allowance) and self.allows(value, allowance)


ANY = AnyType()
NAMED: dict[str, Type] = {
    "Any": ANY,
    "any": ANY,
    "list": ListType(ANY),
    "context": ContextType({}),
    "function": FunctionType(None),
    "range": RangeType(ANY),
    "dayTimeDuration": KindType(kinds.DAYS),
    "days and time duration": KindType(kinds.DAYS),
    "yearMonthDuration": KindType(kinds.MONTHS),
    "years and months duration": KindType(kinds.MONTHS),
    "dateTime": KindType(kinds.DATE_TIME),
    "date and time": KindType(kinds.DATE_TIME),
    **{kind: KindType(kind) for kind in ("number", "string", "boolean", "date", "time")},
    "Null": KindType(kinds.NULL),
    "null": KindType(kinds.NULL),
}


def coerced(value: object, wanted: Type, allowance: Allowance) -> tuple[bool, object]:
    """Whether a value can stand where `wanted` is declared, and as what (DMN 1.3, 10.3.2.9.4).

    Null always can; a list of one stands for its element and an element for its list; a date for its midnight.
    """
    if value is None or wanted.holds(value, allowance):
        return True, value
    if isinstance(value, list) and len(value) == 1 and value[0] is not None and wanted.holds(value[0], allowance):
        return True, value[0]
    if wanted.holds([value], allowance):
        return True, [value]
    if isinstance(value, Date):
        moment = midnight(value, UTC_ZONE)
        return wanted.holds(moment, allowance), moment
    return False, None
