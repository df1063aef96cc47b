"""`./portal draw` gives a picture of every drawing, and a sentence for one that cannot be shown."""

import re
import struct
import zlib
from pathlib import Path

import pytest

from webapp.pictures import CannotBeShown, draw
from webapp.portal import WORKFLOWS

pytestmark = pytest.mark.journey
SHIPPED = sorted(WORKFLOWS.rglob("*.bpmn"))
DRAWN = [each if at % 5 == 0 else pytest.param(each, marks=pytest.mark.long) for at, each in enumerate(SHIPPED)]


def size(picture: Path) -> tuple[int, int]:
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def rows(picture: Path) -> list[bytes]:
    """The picture's pixels, row by row."""
    data = picture.read_bytes()
    width, depth = size(picture)[0], {2: 3, 6: 4}[data[25]]
    packed, at = b"", 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        packed += data[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    raw, found, above = zlib.decompress(packed), list[bytes](), bytes(width * depth)
    for start in range(0, len(raw), width * depth + 1):
        above = unfiltered(raw[start], raw[start + 1 : start + 1 + width * depth], above, depth)
        found.append(above)
    return found


def unfiltered(kind: int, line: bytes, above: bytes, depth: int) -> bytes:
    """One row of a PNG (its specification, chapter 9)."""
    row = bytearray(line)
    for at in range(len(row)):
        left, up, corner = (row[at - depth], above[at], above[at - depth]) if at >= depth else (0, above[at], 0)
        near = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
        row[at] = (row[at] + (0, left, up, (left + up) // 2, near)[kind]) % 256
    return bytes(row)


def test_a_picture_has_a_margin_and_fills_the_rest(tmp_path: Path) -> None:
    draw(WORKFLOWS / "two_factor_setup" / "two_factor_setup.bpmn", tmp_path / "picture.png")
    drawn = rows(tmp_path / "picture.png")
    depth = len(drawn[0]) // size(tmp_path / "picture.png")[0]
    inked = [number for number, row in enumerate(drawn) if set(row) != {255}]
    assert 35 <= inked[0] <= 45 and 35 <= len(drawn) - inked[-1] <= 45
    across = [at for row in drawn[inked[0] :: 20] for at in range(len(row) // depth) if row[at * depth] != 255]
    assert 35 <= min(across) <= 45 and 35 <= len(drawn[0]) // depth - max(across) <= 45


def test_no_shipped_drawing_is_laid_out_wider_than_a_picture_may_be() -> None:
    wide = {}
    for drawing in SHIPPED:
        places = re.findall(r'<dc:Bounds x="(-?[\d.]+)" y="[^"]+" width="([\d.]+)"', drawing.read_text("utf-8"))
        wide[drawing.stem] = max(float(x) + float(w) for x, w in places) - min(float(x) for x, _ in places)
    assert {stem: width for stem, width in wide.items() if width > 1600} == {}


@pytest.mark.parametrize("drawing", DRAWN, ids=lambda path: path.stem)
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
