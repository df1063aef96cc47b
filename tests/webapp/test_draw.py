"""`./portal draw` gives a picture of every drawing, and a sentence for one that cannot be shown."""

import struct
from pathlib import Path

import pytest

from webapp.pictures import CannotBeShown, draw
from webapp.portal import WORKFLOWS

pytestmark = pytest.mark.journey


def size(picture: Path) -> tuple[int, int]:
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


@pytest.mark.parametrize("drawing", sorted(WORKFLOWS.rglob("*.bpmn")), ids=lambda path: path.stem)
def test_each_shipped_drawing_is_a_picture_no_wider_than_1600_pixels(drawing: Path, tmp_path: Path) -> None:
    draw(drawing, tmp_path / "picture.png")
    width, height = size(tmp_path / "picture.png")
    assert 300 < width <= 1600 + 80 and height > 150


def test_a_drawing_without_places_says_so(tmp_path: Path) -> None:
    bare = tmp_path / "bare.bpmn"
    bare.write_text('<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"/>')
    with pytest.raises(CannotBeShown, match="no shape of it has a place"):
        draw(bare, tmp_path / "picture.png")


def test_a_file_that_is_no_drawing_says_so(tmp_path: Path) -> None:
    bare = tmp_path / "letter.bpmn"
    bare.write_text("Dear council")
    with pytest.raises(CannotBeShown, match="not well-formed"):
        draw(bare, tmp_path / "picture.png")
