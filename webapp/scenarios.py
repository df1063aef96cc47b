"""The shipped scenarios: found beside their process, read, and played."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from engine import Difference, play, read_bundle
from webapp.portal import FORMS, WORKFLOWS, claimable


def scenarios(workflows: Path = WORKFLOWS) -> list[Path]:
    """Every scenario, by process and name."""
    return sorted(workflows.glob("*/scenarios/*.toml"))


def rehearse(path: Path) -> list[Difference]:
    """Play one scenario with the files of its process as they lie in the folder."""
    scenario = tomllib.loads(path.read_text("utf-8"))
    workflows = path.parents[2]
    bundle = read_bundle(str(scenario["process"]), workflows, FORMS)
    return play(scenario, bundle, groups=claimable(workflows / "groups.toml"))


def named(names: list[str]) -> Iterator[Path]:
    """The scenarios whose path ends as one of the names does; all when there are none."""
    for path in scenarios():
        if not names or any(str(path).removesuffix(".toml").endswith(name.removesuffix(".toml")) for name in names):
            yield path
