"""`./portal tck DIR`: the public conformance kit of DMN against our decisions."""

import argparse
from pathlib import Path

from engine.tck import CaseResult, run_folder

NAME = "tck"
HELP = "play a folder of DMN's conformance kit (TCK) against our decisions"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder of the kit, such as compliance-level-3")


def run(arguments: argparse.Namespace) -> int:
    """What failed, and how many passed; 1 when something failed or nothing was found."""
    results = run_folder(arguments.folder)
    if not results:
        print(f"There is no test case below {arguments.folder}.")
    counted = [result for result in results if result.applicable]
    failed = [result for result in counted if not result.passed]
    for result in failed:
        print(_line("failed", result))
    for result in results:
        if not result.applicable:
            print(_line("not applicable, as it calls Java", result))
    print(f"{len(counted) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not results else 0


def _line(what: str, result: CaseResult) -> str:
    where = f"{what}: {result.file} {result.case}".rstrip()
    return f"{where}: {result.detail}" if result.detail else where
