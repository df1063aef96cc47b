"""The kind of a value: what FEEL calls the type of it when nobody declared one."""

from decimal import Decimal

from engine.feel.values.durations import DaysDuration, MonthsDuration
from engine.feel.values.functions import Function
from engine.feel.values.moments import Date, DateTime, Time
from engine.feel.values.ranges import Range

NULL = "null"
NUMBER = "number"
STRING = "string"
BOOLEAN = "boolean"
DATE = "date"
TIME = "time"
DATE_TIME = "date and time"
DAYS = "days and time duration"
MONTHS = "years and months duration"
LIST = "list"
CONTEXT = "context"
RANGE = "range"
FUNCTION = "function"

_KINDS: dict[type, str] = {
    type(None): NULL,
    Decimal: NUMBER,
    str: STRING,
    bool: BOOLEAN,
    Date: DATE,
    Time: TIME,
    DateTime: DATE_TIME,
    DaysDuration: DAYS,
    MonthsDuration: MONTHS,
    list: LIST,
    dict: CONTEXT,
    Range: RANGE,
}


def kind_of(value: object) -> str:
    """The kind of a FEEL value."""
    return _KINDS.get(type(value)) or (FUNCTION if isinstance(value, Function) else NULL)
