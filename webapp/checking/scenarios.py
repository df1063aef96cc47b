"""Scenarios, held against the drawing that they play."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from engine import Report, called_in, check_scenario
from webapp.checking.ground import Ground, read


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of one scenario."""
    places = {**ground.called, **ground.processes}
    return check_scenario(ground.shown(file), data, _played(data, places) or _all(places))


def _played(data: bytes, places: Mapping[str, Path]) -> dict[str, bytes]:
    """The drawings that the scenario names, and what they call; empty when there is none: then all may be meant."""
    try:
        scenario = tomllib.loads(data.decode("utf-8"))
        besides = scenario.get("besides")
        waiting = [str(each) for each in (scenario.get("process"), *(besides if isinstance(besides, list) else ()))]
    except (ValueError, RecursionError):
        return {}
    found: dict[str, bytes] = {}
    while waiting:
        name = waiting.pop()
        if name in places and name not in found:
            found[name] = read(places[name])
            waiting += called_in(found[name])
    return found


def _all(places: Mapping[str, Path]) -> dict[str, bytes]:
    return {name: read(path) for name, path in places.items()}
