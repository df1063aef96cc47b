"""Pages are HTML that a strict parser reads."""

import re

import html5lib

SEEN: set[int] = set()  # pages alike in all but words and numbers are read once in this process


def read_strictly(page: str) -> None:
    """Raises html5lib.html5parser.ParseError."""
    alike = hash(re.sub(r"[0-9a-f]{8,}|\d+|[A-Z]{3}-\w{5,}", "*", re.sub(r">[^<>&]*<", "><", page)))
    if alike not in SEEN:
        html5lib.HTMLParser(strict=True).parse(page)
        SEEN.add(alike)
