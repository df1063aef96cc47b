"""How much is kept at once: of one form's answers, of what one message carries, of one variable."""

from typing import Any

import orjson

from engine.errors import TooLarge

MOST_BYTES = 1_000_000  # of JSON: hundreds of pages of text; files are kept elsewhere


def size(value: Any) -> int:
    """Bytes that a value takes as JSON; 0 for what is none, which is refused where it is written."""
    try:
        return len(orjson.dumps(value))
    except TypeError:
        return 0


def refuse_excess(what: str, value: Any) -> None:
    """Nothing while it is small enough to be kept. Raises TooLarge."""
    if (found := size(value)) > MOST_BYTES:
        excess = f"{what} too large to be kept: {found:,} bytes, where {MOST_BYTES:,} are the most."
        raise TooLarge(f"{excess} Shorten it, or give long texts as a document.")
