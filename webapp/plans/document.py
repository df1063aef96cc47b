"""A plan as one document for one reader: the same words that stand on its pages, put in order once for PDF and Word."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from webapp import typesetting
from webapp.cases.models import Case
from webapp.config import Config
from webapp.plans import sections
from webapp.plans.comparing import ADDED, REMOVED, Change
from webapp.plans.models import AMENDMENT, DRAFT, FINAL, PlanVersion
from webapp.plans.reading import Node, Reading
from webapp.plans.sections import HELP, NEEDS, OUTCOMES, Section
from webapp.plans.writing import DETAILS

TEMPLATE = Path(__file__).parent / "plan.typ"
KINDS = {
    DRAFT: "Draft of an Education, Health and Care Plan",
    AMENDMENT: "Suggested changes to an Education, Health and Care Plan",
}
# What is marked must be read without colour, on a copy and by a screen reader, too (regulation 22(1); WCAG 1.4.1).
TYPED = {ADDED: ("[+", "+]"), REMOVED: ("[-", "-]")}
PLAN = "Education, Health and Care Plan"
Runs = tuple[Change, ...]
MARKS = (
    f"How to read the changes: words that come are underlined and stand between {TYPED[ADDED][0]} and "
    f"{TYPED[ADDED][1]}. Words that go are struck through and stand between {TYPED[REMOVED][0]} and "
    f"{TYPED[REMOVED][1]}."
)
Says = Callable[[str], str]  # a text as its reader is spoken to
OUTSIDE: Says | None = None  # nobody of the family reads it: sections are called as the law calls them


@dataclass(frozen=True, kw_only=True)
class Part:
    """One statement: its heading, its paragraphs, and how much, how often, by whom; each in runs of words that stay,
    come or go."""

    heading: Runs
    paragraphs: tuple[Runs, ...]
    details: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One need with one outcome and the help for it, side by side; a need goes on where its cell is empty."""

    need: Part | None
    outcome: Part | None
    help: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A heading and what stands under it: parts one after the other, or rows side by side."""

    title: str
    parts: tuple[Part, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question that was asked for advice, and what was answered, in paragraphs."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Appendix:
    """One piece of advice (section K)."""

    title: str
    given: str  # by whom and when
    answers: tuple[Answer, ...]
    files: tuple[str, ...]  # names of what lies beside it


@dataclass(frozen=True, kw_only=True)
class Document:
    """All that is printed."""

    title: str
    council: str
    colour: str  # of the council, #rrggbb
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, str, str]  # heads of the rows
    chapters: tuple[Chapter, ...]
    footer: str
    on: date
    marks: str = ""  # how to read the marks, where there are any
    appendices: tuple[Appendix, ...] = ()


def of(
    config: Config, case: Case, found: Reading, says: Says | None, appendices: tuple[Appendix, ...] = ()
) -> Document:
    """What one reader may read of a version; what was taken out stands in it only where the reading is compared."""
    version, child = found.version, case.child
    name, on = f"{child.called} {child.last_name}", version.dated or version.begun_at.date()
    kind = KINDS.get(version.kind, PLAN)
    needs = [sections.section(letter) for letter in (NEEDS, OUTCOMES, HELP)]
    return Document(
        title=f"{kind}: {name}",
        council=config.council,
        colour=config.brand.colour,
        facts=tuple(_facts(case, version, on)),
        columns=tuple(f"{each.letter}: {_called(each, says)}" for each in needs),  # type: ignore[arg-type]
        chapters=tuple(chapters(found, sections.sections(), says)),
        footer=f"{config.council}, case {case.reference}, {kind.lower()} of {_day(on)}",
        on=on,
        marks=MARKS if found.before else "",
        appendices=appendices,
    )


def pdf(document: Document, *, kind: typesetting.Kind = "pdf") -> list[bytes]:
    """As a tagged PDF (PDF/UA-1); with `kind` png a picture of each page. Raises PdfRefused."""
    return typesetting.typeset(TEMPLATE, asdict(document), on=document.on, kind=kind)


def _facts(case: Case, version: PlanVersion, on: date) -> list[tuple[str, str]]:
    child = case.child
    return [
        ("Name", f"{child.first_name} {child.last_name}"),
        ("Born on", _day(child.born_on)),
        ("Case", case.reference),
        ("Version", f"{version.kind.capitalize()} {version.number}"),
        ("Date", _day(on)),
        *([("Approved by", version.approver.name)] if version.approver and version.kind == FINAL else []),
    ]


def chapters(found: Reading, letters: Iterable[str], says: Says | None) -> list[Chapter]:
    """These sections, in order; needs, outcomes and help side by side."""
    made = []
    for each in map(sections.section, letters):
        if each.letter == NEEDS:
            made.append(Chapter(title=f"Sections {NEEDS}, {OUTCOMES} and {HELP}", rows=tuple(_rows(found))))
        elif each.letter not in (OUTCOMES, HELP):
            made.append(Chapter(title=_title(each, says), parts=tuple(map(_part, found.of(each.letter)))))
    return made


def _title(section: Section, says: Says | None) -> str:
    return f"Section {section.letter}: {_called(section, says)}"


def _called(section: Section, says: Says | None) -> str:
    return says(section.family_title) if says else section.title


def _rows(found: Reading) -> list[Row]:
    made = []
    for need in found.of(NEEDS):
        outcomes = need.of(OUTCOMES) or (None,)
        for at, outcome in enumerate(outcomes):
            given = tuple(_part(each) for each in outcome.of(HELP)) if outcome else ()
            first = _part(need) if at == 0 else None
            made.append(Row(need=first, outcome=_part(outcome) if outcome else None, help=given))
    return made


def _part(node: Node) -> Part:
    details = dict(node.details)
    return Part(
        heading=node.heading,
        paragraphs=tuple(_paragraphs(node.words)),
        details=tuple((DETAILS[name], details[name]) for name in DETAILS if name in details),
    )


def _paragraphs(words: Runs) -> Iterator[Runs]:
    """A change that reaches over the end of a paragraph is one in each."""
    line: list[Change] = []
    for run in words:
        first, *others = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in others:
            yield from _trimmed(line)
            line = [replace(run, text=text)]
    yield from _trimmed(line)


def _trimmed(line: list[Change]) -> Iterator[Runs]:
    if "".join(run.text for run in line).strip():
        yield tuple(run for run in line if run.text)


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
