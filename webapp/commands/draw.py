"""`./portal draw`: every drawing as a picture, to be looked at."""

import argparse
from pathlib import Path

from webapp import chromium
from webapp.config import Config
from webapp.pictures import CannotBeShown, draw
from webapp.portal import WORKFLOWS

NAME = "draw"
HELP = "each drawing to a picture"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", type=Path, default=WORKFLOWS, help="a drawing or a folder (workflows/)")
    parser.add_argument("--out", type=Path, help="folder for the pictures (var/pictures)")


def run(arguments: argparse.Namespace) -> int:
    """1 when a drawing could not be shown, or there is none."""
    path: Path = arguments.path
    drawings = sorted(path.rglob("*.bpmn")) if path.is_dir() else [path]
    out = arguments.out or Config.load().var / "pictures"
    try:
        chromium.obtain()
        failed = [drawing for drawing in drawings if not _drawn(drawing, out / _name(drawing, path))]
    except chromium.NoChromium as missing:
        print(missing)
        return 1
    print(f"{len(drawings) - len(failed)} drawn, {len(failed)} could not be shown")
    return 1 if failed or not drawings else 0


def _name(drawing: Path, path: Path) -> Path:
    """Of the picture: with its folder, so that none is put over another; a process and its folder are one word."""
    drawing, path = drawing.resolve(), path.resolve()
    ours = drawing.is_relative_to(WORKFLOWS)
    home = WORKFLOWS if ours else path.parent if path.is_dir() else path.parent.parent
    named = drawing.parent if ours and drawing.stem == drawing.parent.name else drawing.with_suffix("")
    shown = named.relative_to(home)
    return shown.with_name(f"{shown.name}.png")


def _drawn(drawing: Path, picture: Path) -> bool:
    try:
        draw(drawing, picture)
    except (CannotBeShown, OSError) as fault:
        print(f"no   {drawing}: {fault}")
        return False
    print(f"yes  {picture}")
    return True
