"""`./portal rehearse`: play scenarios and say where drawing and scenario part."""

import argparse
from pathlib import Path

from engine import EngineError, ScenarioFault, nearest
from webapp.publishing.scenarios import named, rehearse, scenarios, unknown

NAME = "rehearse"
HELP = "play scenarios with a clock of their own and no side effects"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario", nargs="*", help="file names; without one, all")


def run(arguments: argparse.Namespace) -> int:
    """1 when one did not play as written, or none was found."""
    paths, missing = list(named(arguments.scenario)), unknown(arguments.scenario)
    for name in missing:
        print(f"There is no scenario “{name}”. {nearest(name, (path.stem for path in scenarios()))}")
    if missing:
        return 1
    failed = [path for path in paths if not _played(path)]
    print(f"{len(paths) - len(failed)} played as written, {len(failed)} did not")
    return 1 if failed or not paths else 0


def _played(path: Path) -> bool:
    try:
        faults = [str(difference) for difference in rehearse(path)]
    except (ScenarioFault, EngineError) as fault:
        faults = [str(fault)]
    print(f"{'no ' if faults else 'yes'}  {path.parents[1].name}/{path.stem}")
    for line in faults:
        print(f"     {line}")
    return not faults
