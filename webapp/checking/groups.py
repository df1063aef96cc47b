"""The list of groups: every group has a title and a kind that the portal knows, and no two look alike."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine import Finding, Report, look_alike, nearest
from webapp.checking.ground import Ground

KINDS = ("family", "ticket", "staff", "professional")
WORDS = ("title", "kind", "who")
ID = re.compile(r"[a-z][a-z0-9_]*")


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of a groups.toml."""
    shown = ground.shown(file)
    try:
        groups = tomllib.loads(data.decode("utf-8")).get("groups")
    except (ValueError, RecursionError) as fault:
        found = [("", f"This is not TOML: {fault}.", "Mend the line it names.")]
    else:
        found = list(_faults(groups))
    return Report(errors=tuple(Finding(file=shown, element=e, message=m, remedy=r) for e, m, r in found))


def _faults(groups: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(groups, dict) or not groups:
        yield "", "There is no group in it.", "Write one: [groups.send_admin]."
        return
    for name, group in groups.items():
        if not ID.fullmatch(name):
            yield name, "This is no id of a group.", "Use small letters, digits and “_” only."
        for other in groups:
            if other < name and look_alike(other, name):
                yield name, f"It is hardly told apart from “{other}”.", "Give one of them another id."
        yield from ((name, *fault) for fault in _group(group))


def _group(group: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(group, dict):
        yield "This is no group.", "Write it as [groups.<id>]."
        return
    for word in WORDS:
        if not isinstance(group.get(word), str) or not group[word].strip():
            yield f"It has no {word}.", f'Write {word} = "…".'
    for word in sorted(group.keys() - set(WORDS)):
        yield f"Nobody reads “{word}”.", nearest(word, WORDS)
    if isinstance(group.get("kind"), str) and group["kind"].strip() and group["kind"] not in KINDS:
        yield f"There is no kind “{group['kind']}”.", nearest(group["kind"], KINDS)
