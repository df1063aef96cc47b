"""Decision tables."""

from pathlib import Path

from engine import Report, check_decisions
from webapp.checking.ground import Ground


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of one DMN file."""
    return check_decisions(ground.shown(file), data)
