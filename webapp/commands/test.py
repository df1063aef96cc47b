"""`./portal test`: lint and every test, pytest's closing line last; it obtains what it needs itself."""

import argparse
import subprocess
import sys
from pathlib import Path

from webapp import chromium, postgres
from webapp.config import HOME

NAME = "test"
HELP = "everything that is checked on a change"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--long", action="store_true", help="also the rarer, longer checks")
    parser.add_argument("pytest", nargs="*", help="passed on to pytest")


def run(arguments: argparse.Namespace) -> int:
    """Run each part even when an earlier one failed; 1 when any did."""
    for needed in (chromium, postgres):
        try:
            needed.obtain()
        except (chromium.NoChromium, postgres.NoPostgres) as missing:
            print(missing, flush=True)  # the tests that need it will fail, and this says why
    chosen = [] if arguments.long else ["-m", "not long"]
    tools = Path(sys.executable).parent
    parts: dict[str, list[str | Path]] = {
        "lint": [tools / "ruff", "check", "."],
        "types": [tools / "mypy"],
        "import contracts": [tools / "lint-imports", "--no-cache"],
        "tests": [tools / "pytest", "-n", "2", "--dist", "loadfile", *chosen, *arguments.pytest],
    }
    failed = []
    for name, words in parts.items():
        print(f"── {name}", flush=True)
        if subprocess.call([str(word) for word in words], cwd=HOME):
            failed.append(name)
    if failed:
        print(f"Not right: {', '.join(failed)}", file=sys.stderr, flush=True)
    return 1 if failed else 0
