"""The twelve sections of a plan and the pages on which they are read: `workflows/shared/plan_sections.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from webapp.config import HOME
from webapp.plans.errors import NoSuchSection

FILE = HOME / "workflows" / "shared" / "plan_sections.toml"
VIEWS, NEEDS, OUTCOMES, HELP, PLACEMENT, ADVICE = "A", "B", "E", "F", "I", "K"  # letters that code asks for


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section, as regulation 12 of the SEND Regulations 2014 names it."""

    letter: str
    title: str  # as officers read it
    family_title: str  # to be told as its reader is spoken to
    about: str  # what belongs into it
    law: str
    follows: str = ""  # letter of the section whose statements those of this one belong to
    detailed: bool = False  # its statements say how much, how often, by whom
    draft: bool = True  # false: a draft must leave it empty
    listed: bool = False  # nobody writes it: it is made from the advice


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Sections that are read on one page."""

    slug: str
    title: str  # to be told as its reader is spoken to
    letters: tuple[str, ...]
    officers_title: str = ""  # empty: the title suits them

    @property
    def for_officers(self) -> str:
        """Its title for whoever writes."""
        return self.officers_title or self.title

    @property
    def name(self) -> str:
        """Its sections as the table of contents has them, e.g. “B E F”."""
        return " ".join(dict.fromkeys(letter.rstrip("12") for letter in self.letters))

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its sections, in order."""
        return tuple(section(letter) for letter in self.letters)

    @property
    def roots(self) -> tuple[Section, ...]:
        """Those whose statements stand by themselves on this page: what they follow stands on another, or nowhere."""
        return tuple(each for each in self.sections if each.follows not in self.letters)


def section(letter: str) -> Section:
    """Raises NoSuchSection."""
    if found := sections().get(letter):
        return found
    raise NoSuchSection(letter)


def chapter(slug: str) -> Chapter:
    """Raises NoSuchSection."""
    if found := chapters().get(slug):
        return found
    raise NoSuchSection(slug)


def chapter_of(letter: str) -> Chapter:
    """The page on which a section is read. Raises NoSuchSection."""
    for each in chapters().values():
        if letter in each.letters:
            return each
    raise NoSuchSection(letter)


@cache
def sections() -> dict[str, Section]:
    """Every section by its letter, in the order of the plan."""
    return {row["letter"]: Section(**row) for row in _read()["sections"]}


@cache
def chapters() -> dict[str, Chapter]:
    """Every page by its slug, in the order of the plan."""
    return {row["slug"]: Chapter(**{**row, "letters": tuple(row["letters"])}) for row in _read()["chapters"]}


def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
