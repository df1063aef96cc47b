"""A drawing as a picture: the viewer's bundle in a page of its own, photographed by Chromium."""

import subprocess
import tempfile
from pathlib import Path

import orjson

from engine.layout import extent
from engine.xml import UnsafeXml, parse
from webapp import chromium

VIEWER = Path(__file__).resolve().parent / "static" / "viewer"
MARGIN = 40  # pixels round the drawing
SECONDS = 60
FLAGS = [
    "--headless",
    *chromium.FLAGS,
    "--hide-scrollbars",
    "--enable-logging=stderr",
    "--virtual-time-budget=8000",
]
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Drawing</title>
<style>{css} html, body {{ margin: 0 }}
#canvas {{ margin: {margin}px; width: {width}px; height: {height}px }}</style></head>
<body><div id="canvas"></div><script>{script}</script><script>
PortalViewer.show(document.getElementById('canvas'), {xml})
  .then(() => console.log('DRAWN'), (fault) => console.log('NOT DRAWN: ' + fault.message));
</script></body></html>"""


class CannotBeShown(ValueError):
    """This drawing cannot be shown."""


def draw(drawing: Path, picture: Path) -> None:
    """Write the drawing's PNG. Raises CannotBeShown with the reason, NoChromium."""
    data = drawing.read_bytes()
    try:
        width, height = extent(parse(data))
    except UnsafeXml as fault:
        raise CannotBeShown(str(fault)) from fault
    if not width:
        raise CannotBeShown("no shape of it has a place. Open it in the modeller and save it with its layout.")
    picture.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_page(data, width, height), "utf-8")
        said = _photograph(page, picture, f"{width + 2 * MARGIN},{height + 2 * MARGIN}", Path(folder) / "profile")
    if "NOT DRAWN: " in said or "DRAWN" not in said:
        reason = said.partition("NOT DRAWN: ")[2].partition('", source')[0]
        raise CannotBeShown(reason or "the browser gave no picture.")


def _page(data: bytes, width: int, height: int) -> str:
    script, css = (VIEWER / "viewer.js").read_text("utf-8"), (VIEWER / "viewer.css").read_text("utf-8")
    xml = orjson.dumps(data.decode("utf-8", "replace")).decode().replace("<", "\\u003c")
    return PAGE.format(css=css, script=script, xml=xml, margin=MARGIN, width=width, height=height)


def _photograph(page: Path, picture: Path, size: str, profile: Path) -> str:
    words = [str(chromium.find()), *FLAGS, f"--window-size={size}", f"--user-data-dir={profile}"]
    words += [f"--screenshot={picture}", page.as_uri()]
    done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, check=False)
    return done.stderr
