"""`./portal bench`: what one step costs, as ratios of interleaved runs; never asserted as a time."""

import argparse
import json
import sys

NAME = "bench"
HELP = "measure the engine: each figure a ratio of runs taken in turn"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each kind, in turn")


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; 0 always, as a slow machine is not a fault."""
    from tests.bench.feel import measure_feel
    from tests.bench.steps import measure  # the benchmark lives with the tests and is not shipped to a server

    figures = measure(rounds=arguments.rounds, progress=None if arguments.json else sys.stderr)
    figures |= measure_feel(rounds=arguments.rounds)
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value:>12,.2f}")
    return 0
