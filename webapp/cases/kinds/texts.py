"""Plain text: no byte in it that text does not have."""

import re
from pathlib import Path

from webapp.cases.errors import NotWhatItSays

NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
CHUNK = 1 << 20


def check(path: Path) -> None:
    """Raises NotWhatItSays."""
    with path.open("rb") as file:
        if any(NOT_TEXT.search(chunk) for chunk in iter(lambda: file.read(CHUNK), b"")):
            raise NotWhatItSays
