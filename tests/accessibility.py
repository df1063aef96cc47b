"""What axe finds wrong on a page of a test."""

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]  # WCAG 2.2 AA, as the law asks
# Only what is wrong comes back: whatever is right would be three quarters of a journey's time on its way here.
RUN = """async ([levels, contrast]) => (await axe.run({
  runOnly: levels, resultTypes: ['violations'], rules: {'color-contrast': {enabled: contrast}}
})).violations"""


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def findings(page: Page, *, contrast: bool = True) -> list[tuple[str, str]]:
    """Each broken rule, with the first place where it is broken; looking at colours costs more than all else."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in page.evaluate(RUN, [LEVELS, contrast])]
