"""Texts that a family reads: none speaks of “the child” to the young person whose case it is."""

from collections.abc import Iterable, Iterator

from engine import Drawing, Element
from webapp.cases.models import FAMILY
from webapp.cases.whom import unaddressed

Fault = tuple[str, str, str]  # element, message, remedy
OURS = "family_"  # properties of a drawing that begin so are read by families
REMEDY = "Write what each of the two reads: [{child} | you], [{child}’s | your], [{child} needs | you need]."


def faults(element: str, texts: Iterable[str], remedy: str = REMEDY) -> Iterator[Fault]:
    """What is wrong with these texts, each thing once."""
    for words in dict.fromkeys(found for text in texts for found in unaddressed(text)):
        yield element, f"A young person reads this, too, and reads “{words}” of themselves.", remedy


def of_drawing(drawing: Drawing) -> Iterator[Fault]:
    """Of every text of a drawing that a family reads."""
    for element in drawing.elements.values():
        yield from faults(element.id, _texts(element))


def is_for_family(element: Element) -> bool:
    """Does somebody of the family do this?"""
    return FAMILY in element.groups


def _texts(element: Element) -> Iterator[str]:
    yield from (text for name, text in element.properties.items() if name.startswith(OURS))
    if is_for_family(element):
        yield from (element.name or "", *(element.properties.get(each, "") for each in ("action_label", "action_text")))
