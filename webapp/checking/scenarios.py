"""Scenarios, held against the drawing that they play."""

from pathlib import Path

from engine import Report, check_scenario
from webapp.checking.ground import Ground, read


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of one scenario."""
    processes = {name: read(path) for name, path in {**ground.called(), **ground.processes()}.items()}
    return check_scenario(ground.shown(file), data, processes)
