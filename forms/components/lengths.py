"""How long a text may be, counted as the browser's character count does."""

from typing import Any

from forms.components.field import Field, limits_of
from forms.element import Element
from forms.wording import subject


def length(text: str) -> int:
    """Its length in UTF-16 units, as JavaScript counts; line ends have been made single already."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_lengths(element: Element, *, longest: int) -> dict[str, Any]:
    """`minLength` and `maxLength`; without a maximum, the longest that any text of the kind may be."""
    limits = limits_of(element)
    least, most = limits.whole("minLength"), limits.whole("maxLength")
    if most is not None and not (least or 0) <= most <= longest or most == 0:
        element.fault("“maxLength” is below “minLength”, zero or too large.", f"Choose a number up to {longest:,}.")
    return {"min_length": least or 0, "max_length": most}


def length_problem(field: Field, text: str, *, least: int, most: int) -> str:
    """What is wrong with the length of a text, "" when nothing is."""
    about = subject(field.label)
    if length(text) > most:
        return field.sentence("maxLength", f"{about} must be {most:,} characters or fewer")
    if length(text) < least:
        return field.sentence("minLength", f"{about} must be {least:,} characters or more")
    return ""
