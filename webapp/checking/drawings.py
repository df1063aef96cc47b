"""Drawings, held against what the portal can do: its groups, job types, pages and guards."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine import Known, Report, check_drawing
from webapp import service_tasks
from webapp.checking.ground import Ground
from webapp.portal import WORKFLOWS

PAGES = frozenset(("create_password", "confirm_email", "two_factor_setup", "match_record"))
DRAWN_ONLY = WORKFLOWS / "lifecycle.bpmn"


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of one drawing."""
    process_id = file.stem if file.stem == file.parent.name else None
    known = known_names(ground.groups)
    return check_drawing(
        ground.shown(file), data, ground.resources(file), known, process_id=process_id, runs=file != DRAWN_ONLY
    )


@lru_cache
def known_names(groups: Path) -> Known:
    """The names that the portal stands for."""
    listed = tomllib.loads(groups.read_text("utf-8")).get("groups", {})
    return Known(
        groups=frozenset(listed),
        job_types=frozenset(service_tasks.registry(_no_accounts).functions),
        pages=PAGES,
        guards=frozenset(service_tasks.guards(_no_accounts)),
    )


def _no_accounts(session: Any) -> Any:
    raise AssertionError("a check does no job")
