"""The families' guide: every picture that it shows is made from the portal as it is today."""

import re
from pathlib import Path

import orjson
import pytest

from tests.webapp.shell_site import make_site, parsed
from webapp.cli import main
from webapp.commands.walkthrough import PICTURES, SAID

pytestmark = pytest.mark.journey
REMEDY = "A page of the guide has changed. Run ./portal walkthrough, look at the pictures and commit them."


def shown(folder: Path) -> dict[str, str]:
    """Name and description of each picture on the page of the guide."""
    page = parsed(make_site(folder).test_client().get("/help").text)
    pictures = [each for each in page.iter("img") if "walkthrough" in each.get("src", "")]
    return {re.sub(r".*/(.+)\.png.*", r"\1", each.get("src")): each.get("alt", "") for each in pictures}


def test_the_pictures_are_those_of_todays_pages(tmp_path: Path) -> None:
    assert main(["walkthrough", "--out", str(tmp_path)]) == 0
    now, kept = (orjson.loads((folder / SAID).read_bytes()) for folder in (tmp_path, PICTURES))
    assert now == kept, REMEDY


def test_each_picture_is_there_and_told_in_words(tmp_path: Path) -> None:
    pictures = shown(tmp_path)
    assert set(pictures) == set(orjson.loads((PICTURES / SAID).read_bytes())) and all(pictures.values())
    for name in pictures:
        assert (PICTURES / f"{name}.png").stat().st_size < 300_000, name
