"""How wide an input is: in characters, one of the widths of GOV.UK Frontend."""

from collections.abc import Sequence

from forms.element import Element
from forms.findings import nearest

WIDTHS = ("2", "3", "4", "5", "10", "20", "30")


def read_width(properties: Element) -> str:
    """The property `width`; "" is the whole column."""
    return one_of(properties, "width", WIDTHS)


def width_class(width: str) -> str:
    """Its CSS class."""
    return f"govuk-input--width-{width}" if width else ""


def one_of(element: Element, key: str, known: Sequence[str]) -> str:
    """A text from a fixed list, "" when it is absent or not in it."""
    given = element.text(key)
    if given and given not in known:
        element.fault(f"“{key}” cannot be “{given[:80]}”.", nearest(given[:80], known))
        return ""
    return given
