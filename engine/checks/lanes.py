"""Lanes: each shape lies in one, and no two are told apart by a space, a capital or a look-alike letter."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from engine.checks.sheet import Sheet, label
from engine.dialect import BPMN
from engine.errors import Finding

LANE, REFERENCE = f"{BPMN}lane", f"{BPMN}flowNodeRef"
CYRILLIC, LIKE_CYRILLIC = "аеорсухіјѕԁһтвмкн", "aeopcyxijsdhtbmkh"
GREEK, LIKE_GREEK = "αοερνικτυβημ", "aoepviktubnu"
LOOK_ALIKES = str.maketrans(f"{CYRILLIC}{GREEK}01", f"{LIKE_CYRILLIC}{LIKE_GREEK}ol")


def doubled(sheet: Sheet) -> Iterator[Finding]:
    """Shapes that lie in two lanes: the library keeps the last one in silence."""
    holders: dict[str, list[etree._Element]] = defaultdict(list)
    for reference in sheet.process.iter(REFERENCE):
        holders[(reference.text or "").strip()].append(reference.getparent())
    for its_id, lanes in holders.items():
        around = {outer for lane in lanes for outer in lane.iterancestors(LANE)}
        apart = [lane for lane in dict.fromkeys(lanes) if lane not in around]
        if len(apart) > 1:
            names = " and ".join(f"“{label(lane)}”" for lane in apart)
            where = sheet.drawing.elements.get(its_id, its_id)
            yield sheet.finding(where, f"It lies in several lanes: {names}.", "Move it until it lies in one lane only.")


def alike(sheet: Sheet) -> Iterator[Finding]:
    """Lanes whose names look the same."""
    first: dict[str, str] = {}
    for lane in sheet.process.iter(LANE):
        name = lane.get("name") or ""
        shape = bare(name)
        if shape and first.setdefault(shape, name) != name:
            message = f"The lane “{name}” is hardly told apart from the lane “{first[shape]}”."
            yield sheet.finding(lane, message, "Write both alike, or give one another name.")


def look_alike(one: str, other: str) -> bool:
    """Whether two names are told apart by nothing but case, spaces, signs, accents or letters that look alike."""
    return bare(one) == bare(other)


def bare(name: str) -> str:
    """What is left of a name to the eye: no case, accents, spaces or signs, look-alike letters made Latin."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(LOOK_ALIKES)
    return "".join(character for character in plain if character.isalnum())
