"""What a reader of one kind of file has found."""

from dataclasses import dataclass

PICTURES, LONG, BROKEN = "pictures", "long", "broken"  # why a file was not read, or not all of it
MOST_TEXT = 2_000_000  # characters


@dataclass(frozen=True, kw_only=True)
class Found:
    """The words of a file, and why they may not be all."""

    text: str
    gap: str = ""  # empty: all of it was read


def cut(text: str, gap: str) -> Found:
    """No more than MOST_TEXT; what is longer was not read to its end."""
    return Found(text=text[:MOST_TEXT], gap=LONG if len(text) > MOST_TEXT else gap)
