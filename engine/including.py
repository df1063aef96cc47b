"""Forms that share pages: a group names a part, and the form is deployed with the part's components in that group.

So what an instance is pinned to is whole: a part that changes later changes nothing that runs.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.errors import DrawingRefused, Finding
from engine.spelling import nearest

PARTS = "parts"  # folder of parts: each is a form without groups
INCLUDE = "include"  # property of a group


def parts_in(definitions: Path) -> dict[str, Path]:
    """Every shared part by its name."""
    return {path.stem: path for path in (definitions / PARTS).glob("*.form")}


def read_form(file: Path, definitions: Path) -> bytes:
    """A form's file with its parts in it. Raises DrawingRefused."""
    return whole(file.name, file.read_bytes(), parts_in(definitions))


def whole(file: str, data: bytes, parts: Mapping[str, Path]) -> bytes:
    """The form with the components of each part behind the group's own; the same bytes when it names none.

    Raises DrawingRefused when a part is not there. What is no form stays as it is: the form's own check says so.
    """
    form = _read(data)
    groups = [group for group in form if _part(group)]
    unknown = [_unknown(file, group, parts) for group in groups if _part(group) not in parts]
    if unknown:
        raise DrawingRefused(unknown)
    for group in groups:
        part = parts[_part(group)]
        group["components"] = [*group.get("components", ()), *_read(part.read_bytes())]
        del group["properties"]
    return _written(data, form) if groups else data


def _read(data: bytes) -> list[dict[str, Any]]:
    """What stands at the top of a form."""
    try:
        found = json.loads(data)["components"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
    return found if isinstance(found, list) and all(isinstance(each, dict) for each in found) else []


def _part(component: dict[str, Any]) -> str:
    properties = component.get("properties")
    said = properties.get(INCLUDE) if component.get("type") == "group" and isinstance(properties, dict) else None
    return said if isinstance(said, str) else ""


def _unknown(file: str, group: dict[str, Any], parts: Mapping[str, Path]) -> Finding:
    message, remedy = f"There is no part “{_part(group)}”.", nearest(_part(group), parts, f"Save it in {PARTS}/.")
    return Finding(file=file, element=str(group.get("id", "form")), message=message, remedy=remedy)


def _written(data: bytes, components: list[dict[str, Any]]) -> bytes:
    return json.dumps(json.loads(data) | {"components": components}, ensure_ascii=False, indent=2).encode()
