"""`./portal check [PATH]`: what is wrong with drawings, forms, groups, notices and scenarios, and what mends it."""

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from engine import Finding, Report
from webapp.checking import check

NAME = "check"
HELP = "what is wrong with drawings, forms, groups, notices and scenarios, and what mends it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", type=Path, help="a file or folder; without one, all that ships")
    parser.add_argument("--json", action="store_true", help="print findings as JSON")


def run(arguments: argparse.Namespace) -> int:
    """1 when there is an error; nothing to check is one, too."""
    reports = check(arguments.path)
    print(_as_json(reports.values()) if arguments.json else _as_text(reports))
    return 1 if any(report.errors for report in reports.values()) else 0


def _as_json(reports: Iterable[Report]) -> str:
    reports = list(reports)
    errors = [asdict(finding) for report in reports for finding in report.errors]
    warnings = [asdict(finding) for report in reports for finding in report.warnings]
    return json.dumps({"errors": errors, "warnings": warnings}, ensure_ascii=False, indent=2)


def _as_text(reports: Mapping[str, Report]) -> str:
    lines = [line for file, report in reports.items() for line in _verdict(file, report)]
    errors = sum(len(report.errors) for report in reports.values())
    warnings = sum(len(report.warnings) for report in reports.values())
    counted = ", ".join((_count(errors, "error"), _count(warnings, "warning")))
    return "\n".join([*lines, "", f"{_count(len(reports), 'file')} checked: {counted}."])


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _verdict(file: str, report: Report) -> Iterable[str]:
    word = "refused" if report.errors else "warning" if report.warnings else "ok"
    yield f"{word:8} {file}"
    for sign, findings in (("error", report.errors), ("warning", report.warnings)):
        for finding in findings:
            yield f"    {sign}: {_line(finding)}"


def _line(finding: Finding) -> str:
    where = f"{finding.element}: " if finding.element else ""
    line = f"{where}{finding.message} {finding.remedy}".strip()
    return "".join(character if character.isprintable() else "�" for character in line)  # a terminal obeys some
