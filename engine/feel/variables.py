"""FEEL values as process variables (JSON), and Python's and JSON's values as FEEL's."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel.errors import FeelLimitExceeded
from engine.feel.limits import MAX_DATA_DEPTH, Allowance
from engine.feel.values.durations import SECOND, DaysDuration, MonthsDuration
from engine.feel.values.functions import Function
from engine.feel.values.moments import Date, DateTime, Time
from engine.feel.values.numbers import is_integer, number
from engine.feel.values.ranges import Range
from engine.feel.values.texts import text_of
from engine.feel.values.zones import Offset, Region, Zone

HOME_ZONE = Region("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST_JSON_INT = 2**63
_SAME_IN_JSON = frozenset([type(None), bool, str])
FEEL_KINDS = frozenset([type(None), bool, str, Decimal, Date, Time, DateTime, DaysDuration, MonthsDuration, Range])


def from_variable(value: object, allowance: Allowance | None = None) -> object:
    """A FEEL value of what Python or JSON holds.

    int and float become numbers, Python's dates and times become FEEL's, lists and mappings are copied, and
    anything else reads as null: no Python object is ever reached into. Raises FeelLimitExceeded when lists and
    contexts are too long or too deep.
    """
    kind = type(value)
    if kind in FEEL_KINDS:
        return value
    if kind is int or kind is float:
        return number(value)  # type: ignore[arg-type]
    return _convert(value, allowance or Allowance(), 0)


def to_variable(value: object, allowance: Allowance | None = None) -> object:
    """What JSON can hold of a FEEL value: dates, times and durations as ISO 8601 text, functions as null.

    A number becomes an int when it is whole and fits 64 bits, else a float; a region's time its offset. Raises
    FeelLimitExceeded when lists and contexts are too long or too deep: one list may stand in a value many times.
    """
    return _json(value, allowance or Allowance(), 0)


@lru_cache(maxsize=64)  # everything that is evaluated in one step asks for the same moment
def home_date_time(moment: datetime) -> DateTime:
    """An aware Python datetime as London's clock shows it."""
    nanoseconds = (moment - _EPOCH) // timedelta(microseconds=1) * 1000
    shown = DateTime.of_instant(nanoseconds, HOME_ZONE)
    assert shown is not None  # Python's years all lie within the calendar
    return shown


def _json(value: object, allowance: Allowance, depth: int) -> object:
    kind = type(value)
    if kind in _SAME_IN_JSON:
        return value
    if kind is Decimal:
        return _json_number(value)  # type: ignore[arg-type]
    if isinstance(value, list | tuple):
        _pay(len(value), allowance, depth)
        return [_json(element, allowance, depth + 1) for element in value]
    if isinstance(value, dict | Mapping):
        _pay(len(value), allowance, depth)
        return {str(key): _json(entry, allowance, depth + 1) for key, entry in value.items()}
    return _json_scalar(value)


def _json_scalar(value: object) -> object:
    feel = from_variable(value)
    if isinstance(feel, DateTime):
        return _with_offset(feel)
    if isinstance(feel, Decimal):
        return _json_number(feel)
    return None if feel is None or isinstance(feel, Function) else text_of(feel)


def _pay(length: int, allowance: Allowance, depth: int) -> None:
    _check_depth(depth)
    allowance.check_list(length)
    allowance.spend(3 + 2 * length)


def _check_depth(depth: int) -> None:
    if depth > MAX_DATA_DEPTH:
        raise FeelLimitExceeded(f"A variable has more than {MAX_DATA_DEPTH} lists or contexts within each other.")


def _convert(value: object, allowance: Allowance, depth: int) -> object:
    _check_depth(depth)
    if isinstance(value, list | tuple):
        allowance.spend_list(len(value))
        return [v if type(v) in FEEL_KINDS else _convert(v, allowance, depth + 1) for v in value]
    if isinstance(value, dict | Mapping):
        allowance.spend_list(len(value))
        items = value.items()
        return {str(k): v if type(v) in FEEL_KINDS else _convert(v, allowance, depth + 1) for k, v in items}
    return _scalar(value)


def _scalar(value: object) -> object:
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, str):
        return str(value)
    return value if isinstance(value, Function) else _from_python_time(value)


def _from_python_time(value: object) -> object:
    if isinstance(value, datetime):
        return _from_python_date_time(value)
    if isinstance(value, date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, time):
        return Time(_clock_nanoseconds(value), _offset(value.utcoffset()))
    if isinstance(value, timedelta):
        return DaysDuration(value // timedelta(microseconds=1) * 1000)
    return None


def _from_python_date_time(value: datetime) -> DateTime:
    zone: Zone | None = _offset(value.utcoffset())
    if isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key:
        zone = Region(value.tzinfo.key)
    return DateTime(Date(value.year, value.month, value.day), Time(_clock_nanoseconds(value), zone))


def _offset(distance: timedelta | None) -> Zone | None:
    return None if distance is None else Offset(distance // timedelta(seconds=1))


def _clock_nanoseconds(value: datetime | time) -> int:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return seconds * SECOND + value.microsecond * 1000


def _json_number(value: Decimal) -> int | float | None:
    if abs(value) < _LARGEST_JSON_INT and is_integer(value):
        return int(value)
    result = float(value)
    return result if abs(result) != float("inf") else None


def _with_offset(value: DateTime) -> str:
    if value.offset is None:
        return str(value)
    return str(DateTime(value.date, Time(value.time.nanoseconds, Offset(value.offset))))
