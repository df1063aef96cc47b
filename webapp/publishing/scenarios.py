"""The shipped scenarios: found beside their process, read, and played."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine import Difference, play, read_bundle
from webapp.portal import FORMS, WORKFLOWS, claimable


def scenarios(workflows: Path = WORKFLOWS) -> list[Path]:
    """Every scenario, by process and name."""
    return sorted(workflows.glob("*/scenarios/*.toml"))


def rehearse(path: Path) -> list[Difference]:
    """Play one scenario with the files of its process as they lie in the folder."""
    scenario = tomllib.loads(path.read_text("utf-8"))
    workflows = path.parents[2]
    bundle, *besides = (read_bundle(str(each), workflows, FORMS) for each in _processes(scenario))
    return play(scenario, bundle, groups=claimable(workflows / "groups.toml"), besides=besides)


def _processes(scenario: Mapping[str, Any]) -> list[str]:
    return [scenario["process"], *scenario.get("besides", ())]


def named(names: list[str]) -> Iterator[Path]:
    """The scenarios that one of the names means; all when there are none."""
    for path in scenarios():
        if not names or any(_means(name, path) for name in names):
            yield path


def unknown(names: list[str]) -> list[str]:
    """The names that mean no scenario."""
    return [name for name in names if not any(_means(name, path) for path in scenarios())]


def _means(name: str, path: Path) -> bool:
    """Does the path end with these parts? A name may say `.toml`, the process, and the folder between or not."""
    wanted = Path(name.removesuffix(".toml")).parts
    full, short = path.with_suffix("").parts, (path.parents[1].name, path.stem)
    return bool(wanted) and wanted in (full[-len(wanted) :], short[-len(wanted) :])
