"""Drawings, held against what lies beside them and what the portal stands for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine import Finding, Report, check_drawing, read_drawings
from webapp.checking import addressing
from webapp.checking.ground import Ground
from webapp.checking.known import known

DRAWN_ONLY = "lifecycle.bpmn"  # beside the list of groups


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of one drawing."""
    report = check_drawing(
        ground.shown(file),
        data,
        ground.resources(file),
        known(ground.groups),
        process_id=file.stem if file.stem == file.parent.name else None,
        runs=file != ground.groups.with_name(DRAWN_ONLY),
    )
    return report if report.errors else replace(report, errors=tuple(_unaddressed(ground.shown(file), data)))


def _unaddressed(shown: str, data: bytes) -> Iterator[Finding]:
    for drawing in read_drawings(data):
        for element, message, remedy in addressing.of_drawing(drawing):
            yield Finding(file=shown, element=element, message=message, remedy=remedy)
