"""“Did you mean …?”: the known name that is most like one that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_COMPARED = 500  # names among which the nearest is looked for


def nearest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """“Did you mean …?” with the known name that is most like it, else what there is to choose from."""
    names = sorted(known)[:MOST_COMPARED]
    lower = {one.lower(): one for one in names}
    if near := get_close_matches(name.lower(), lower, 1):
        return f"Did you mean “{lower[near[0]]}”?"
    if otherwise or not names:
        return otherwise
    shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return f"There are: {shown}."
