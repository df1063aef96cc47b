"""Style sheets, scripts, pictures and the council's colour."""

from pathlib import Path

from tests.webapp.shell_site import make_site, parsed
from webapp.colour import Brand
from webapp.views.site.assets import STATIC


def linked(page: str) -> list[str]:
    tree = parsed(page)
    found = [each.get("href") for each in tree.iter("link")] + [each.get("src") for each in tree.iter("script")]
    return [each for each in found if each]


def test_everything_a_page_loads_is_ours_is_there_and_may_be_kept_for_ever(tmp_path: Path) -> None:
    client = make_site(tmp_path).test_client()
    addresses = linked(client.get("/").text)
    assert len(addresses) >= 6
    for address in addresses:
        answer = client.get(address, buffered=True)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"]


def test_an_outdated_address_still_answers_but_is_not_kept(tmp_path: Path) -> None:
    client = make_site(tmp_path).test_client()
    for address in ("/static/000000000000/css/frame.css", "/brand/000000000000.css"):
        answer = client.get(address, buffered=True)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-cache"


def test_nothing_outside_the_static_folder_is_served(tmp_path: Path) -> None:
    client = make_site(tmp_path).test_client()
    for address in ("/static/x/../app.py", "/static/x/%2e%2e/app.py", "/static/x//etc/passwd"):
        assert client.get(address, buffered=True).status_code in (308, 404)


def test_the_council_colour_and_its_tints_arrive_as_a_sheet_of_its_own(tmp_path: Path) -> None:
    pages = {colour: make_site(tmp_path, brand=Brand(colour)).test_client() for colour in ("#0f4c56", "#6b1d5e")}
    addresses = {colour: linked(client.get("/").text)[-2] for colour, client in pages.items()}
    assert addresses["#0f4c56"] != addresses["#6b1d5e"]
    sheet = pages["#6b1d5e"].get(addresses["#6b1d5e"], buffered=True)
    assert sheet.mimetype == "text/css"
    assert "--brand:#6b1d5e;" in sheet.text
    assert "--brand-tint:#" in sheet.text


def test_govuk_frontend_ships_with_its_notice_and_without_the_font_that_councils_may_not_use() -> None:
    folder = STATIC / "govuk-frontend"
    css = (folder / "govuk-frontend.min.css").read_text("utf-8")
    assert "@font-face" not in css
    assert "GDS Transport" not in css
    assert "MIT License" in (folder / "LICENSE.txt").read_text("utf-8")


def test_no_sheet_or_template_of_ours_needs_an_inline_style() -> None:
    templates = STATIC.parent / "templates"
    guilty = [str(path) for path in templates.rglob("*.html") if " style=" in path.read_text("utf-8")]
    assert not guilty
