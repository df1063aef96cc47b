"""`./portal test`: lint and every test, pytest's closing line last; it obtains what it needs itself."""

import argparse
import subprocess
import sys

from webapp import chromium

NAME = "test"
HELP = "everything that is checked on a change"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--long", action="store_true", help="also the rarer, longer checks")
    parser.add_argument("pytest", nargs="*", help="passed on to pytest")


def run(arguments: argparse.Namespace) -> int:
    """Run each part even when an earlier one failed; 1 when any did."""
    try:
        chromium.obtain()
    except chromium.NoChromium as missing:
        print(missing, flush=True)  # the journeys will fail, and this says why
    chosen = [] if arguments.long else ["-m", "not long"]
    parts = {
        "ruff": ["ruff", "check", "."],
        "mypy": ["mypy"],
        "pytest": ["pytest", "-n", "2", "--dist", "loadfile", *chosen, *arguments.pytest],
    }
    codes = {name: subprocess.call([sys.executable, "-m", *words]) for name, words in parts.items()}
    return 1 if any(codes.values()) else 0
