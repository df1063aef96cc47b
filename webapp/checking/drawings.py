"""Drawings, held against what lies beside them and what the portal stands for."""

from pathlib import Path

from engine import Report, check_drawing
from webapp.checking.ground import Ground
from webapp.checking.known import known

DRAWN_ONLY = "lifecycle.bpmn"  # beside the list of groups


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of one drawing."""
    return check_drawing(
        ground.shown(file),
        data,
        ground.resources(file),
        known(ground.groups),
        process_id=file.stem if file.stem == file.parent.name else None,
        runs=file != ground.groups.with_name(DRAWN_ONLY),
    )
