"""Decision tables."""

from pathlib import Path

from engine import Report, check_decisions
from webapp.checking.ground import Ground


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of one DMN file."""
    beside = [other for name, other in ground.resources(file).items() if name.endswith(".dmn") and name != file.name]
    return check_decisions(ground.shown(file), data, beside)
