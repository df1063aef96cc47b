"""The demo: its people, and cases on their way, each moved on by its people while the clock stood at its time."""

from webapp.demo.people import (
    HUGH,
    JO,
    OTHERS,
    PASSWORD,
    PEOPLE,
    PRIYA,
    DemoPerson,
    add,
    app_code,
    ask,
    make,
)

__all__ = [
    "HUGH",
    "JO",
    "OTHERS",
    "PASSWORD",
    "PEOPLE",
    "PRIYA",
    "DemoPerson",
    "add",
    "app_code",
    "ask",
    "make",
]
