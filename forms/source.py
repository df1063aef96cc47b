"""Bytes of a form -> plain JSON values, or the finding that says why not. Nothing here knows what a form is."""

import json
import math
from collections.abc import Iterator

from forms.errors import FormFault
from forms.findings import Finding

LARGEST = 500_000  # bytes; the longest real form has 30,000
DEEPEST = 16  # a form of ours nests six levels deep


def read_json(data: bytes) -> dict[str, object]:
    """The one JSON object of the file. Raises FormFault for anything else, whatever the bytes are."""
    if len(data) > LARGEST:
        raise _fault("The file is larger than 500 kB.", "Split the form into several.")
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise _fault("The file is not text in UTF-8.", "Save it as UTF-8.") from None
    except RecursionError:
        raise _fault("The file is nested too deeply.", "Save it again with the form editor.") from None
    except ValueError as wrong:
        raise _fault(f"The file is not JSON: {wrong}.", "Save it again with the form editor.") from None
    if not isinstance(found, dict):
        raise _fault("The file is not a form.", "Save it with the form editor.")
    for depth, value in _everything(found):
        _refuse_odd(depth, value)
    return found


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def _everything(root: object) -> Iterator[tuple[int, object]]:
    waiting = [(0, root)]
    while waiting:
        depth, value = waiting.pop()
        yield depth, value
        if isinstance(value, dict):
            waiting += [(depth + 1, part) for pair in value.items() for part in pair]
        elif isinstance(value, list):
            waiting += [(depth + 1, part) for part in value]


def _refuse_odd(depth: int, value: object) -> None:
    if depth > DEEPEST:
        raise _fault("The file is nested too deeply.", "Save it again with the form editor.")
    if isinstance(value, float) and not math.isfinite(value):
        raise _fault("A number is too large.", "Write a smaller one.")
    if isinstance(value, str) and any(_odd(character) for character in value):
        raise _fault("A text contains characters that cannot be shown.", "Type the text again instead of pasting it.")


def _odd(character: str) -> bool:
    return (character < " " and character not in "\t\n\r") or "\ud800" <= character <= "\udfff"


def _fault(message: str, remedy: str) -> FormFault:
    return FormFault([Finding("form", message, remedy)])
