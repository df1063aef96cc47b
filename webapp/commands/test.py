"""`./portal test`: lint, then every test, pytest's closing line last."""
import argparse
import subprocess
import sys

NAME = "test"
HELP = "lint and all tests"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--long", action="store_true", help="also the rarer, longer checks")
    parser.add_argument("pytest", nargs="*", help="passed on to pytest")


def run(arguments: argparse.Namespace) -> int:
    """Run each part even when an earlier one failed; 1 when any did."""
    chosen = [] if arguments.long else ["-m", "not long"]
    parts = {
        "ruff": ["ruff", "check", "."],
        "pytest": ["pytest", "-n", "2", "--dist", "loadfile", *chosen, *arguments.pytest],
    }
    codes = {name: subprocess.call([sys.executable, "-m", *words]) for name, words in parts.items()}
    return 1 if any(codes.values()) else 0
