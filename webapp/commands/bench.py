"""`./portal bench`: what one step costs, as ratios of interleaved runs; never asserted as a time."""

import argparse
import json
import sys

from webapp import postgres

NAME = "bench"
HELP = "measure the engine: each figure a ratio of runs taken in turn"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each kind, in turn")
    parser.add_argument("--reviews", type=int, default=140, help="plans whose reviews fall due in one week")


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; 0 always, as a slow machine is not a fault."""
    # the benchmark lives with the tests and is not shipped to a server
    from tests.bench import case_pages, feel, lists, long_lives, plans, reviews, sign_ins, steps

    figures = feel.measure(rounds=arguments.rounds)
    stores = _stores()
    for store in stores:
        figures |= steps.measure(store, rounds=arguments.rounds, say=_say)
        figures |= lists.measure(store, say=_say)
        figures |= case_pages.measure(store, say=_say)
        figures |= long_lives.measure(store, say=_say)
        figures |= plans.measure(store, say=_say)
        figures |= reviews.measure(store, say=_say, cases=arguments.reviews)
    if "postgres" in stores:
        figures |= sign_ins.measure(say=_say)
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value:>12,.3f}")
    return 0


def _stores() -> list[str]:
    try:
        postgres.obtain()
    except postgres.NoPostgres as missing:
        _say(f"SQLite alone is measured. {missing}")
        return ["sqlite"]
    return ["sqlite", "postgres"]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
