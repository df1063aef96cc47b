"""A plan in words: its contents, what changed, by when the family may answer, and what they have said about it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine import Record
from webapp.london import london_day
from webapp.plans import sections
from webapp.plans.ending import MOVED
from webapp.plans.hints import Hint
from webapp.plans.models import AMENDMENT, DRAFT, FINAL, PlanComment, PlanStatement, PlanVersion
from webapp.plans.reading import CHANGED, GONE, NEW, Reading
from webapp.plans.sections import ADVICE, PLACEMENT, Chapter
from webapp.plans.turns import NOT_DONE
from webapp.plans.writing import DETAILS
from webapp.presenters.words import Tag, count, day, days_until

KINDS = {DRAFT: "draft", AMENDMENT: "notice of changes", FINAL: "final plan"}
TITLES = {
    DRAFT: "[{child}’s | Your] draft plan",
    AMENDMENT: "[{child}’s | Your] plan with the changes that we suggest",
    FINAL: "[{child}’s | Your] plan",
}
STATES = {NEW: Tag("New", "good"), CHANGED: Tag("Changed", "brand"), GONE: Tag("Taken out", "plain")}
DETAIL_WORDS = DETAILS
Says = Callable[[str], str]  # a text as its reader is spoken to


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the contents."""

    slug: str
    name: str
    title: str
    note: str


@dataclass(frozen=True, kw_only=True)
class TimeLeft:
    """How long the family may still answer."""

    days: str  # a number, or “Today”; empty when the last day has ended
    unit: str  # what stands under it
    last_day: date


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """One statement on the page where it is written."""

    statement: PlanStatement
    title: str
    depth: int  # 1 stands by itself, 2 belongs to it, 3 to that
    hints: tuple[Hint, ...]
    is_first: bool


def name(version: PlanVersion) -> str:
    """“Draft 2”, “Final plan”, “Final plan 2”."""
    words = KINDS[version.kind].capitalize()
    return words if version.kind == FINAL and version.number == 1 else f"{words} {version.number}"


def title(version: PlanVersion, says: Says) -> str:
    """The page's heading."""
    return says(TITLES[version.kind])


def contents(found: Reading, says: Says, comments: Iterable[PlanComment]) -> list[Entry]:
    """The table of contents for one of the family."""
    said = {each.section for each in comments}
    return [
        Entry(slug=each.slug, name=each.name, title=says(each.title), note=_note(each, found, said))
        for each in sections.chapters().values()
    ]


def contents_head(found: Reading) -> str:
    """“12 sections, 4 changes”."""
    changes = f", {count(found.all_changes, 'change')}" if found.before else ""
    return f"{len(sections.sections())} sections{changes}"


def time_left(task: Record | None, *, today: date) -> TimeLeft | None:
    """Of the reader's own task: who got the draft later has other days. None for who is not asked."""
    if task is None or not task.has_due:
        return None
    last_day = london_day(task.due_at)
    left = days_until(last_day, today=today)
    if left == 0:
        return TimeLeft(days="Today", unit="is the last day", last_day=last_day)
    unit = "day left" if left == 1 else "days left"
    return TimeLeft(days=str(left) if left > 0 else "", unit=unit, last_day=last_day)


def by_statement(comments: Iterable[PlanComment]) -> dict[str, list[PlanComment]]:
    """Comments by the part that they are about; those on a whole section by its letter."""
    found: dict[str, list[PlanComment]] = {}
    for each in comments:
        found.setdefault(each.key or each.section, []).append(each)
    return found


def parts(said: Sequence[PlanStatement], chapter: Chapter, hints: Iterable[Hint]) -> list[PartRow]:
    """The statements of a chapter in the order in which they are read, each under what it belongs to."""
    by_key: dict[str, list[Hint]] = {}
    for hint in hints:
        by_key.setdefault(hint.key, []).append(hint)
    below: dict[str, list[PlanStatement]] = {}
    for each in said:
        if each.section in chapter.letters:
            stands_below = sections.section(each.section).follows in chapter.letters
            below.setdefault(each.follows if stands_below else "", []).append(each)
    return list(_parts("", below, by_key, 1, ""))


def places(said: Sequence[PlanStatement], chapter: Chapter) -> list[Mapping[str, str]]:
    """Where something new may stand on this page."""
    found = list[Mapping[str, str]]()
    for section in chapter.sections:
        if not section.follows:
            found.append({"value": section.letter, "label": f"{section.letter}: {section.title}"})
            continue
        for at, parent in enumerate((each for each in said if each.section == section.follows), 1):
            where = f"{section.letter}, for {section.follows} {at}: {short(parent.heading or parent.words)}"
            found.append({"value": f"{section.letter}:{parent.key}", "label": where})
    return found


def short(words: str, most: int = 70) -> str:
    """The first words of a text, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def dated(version: PlanVersion) -> str:
    """“7 May”, of the day on it."""
    return day(version.dated, weekday=False, year=False) if version.dated else ""


def elsewhere(comments: int) -> str:
    """Of comments that this officer may not see; empty where there are none."""
    if comments == 1:
        return "One comment waits for a colleague who may see it."
    return f"{count(comments, 'comment')} wait for a colleague who may see them." if comments else ""


def ended(version: PlanVersion, *, home_is_secret: bool) -> str:
    """What stands above a plan that is in force no more; empty for one that is.

    That the child has moved is not said to whom it is kept from where they live.
    """
    if version.ended_on is None:
        return ""
    if version.ended_because == NOT_DONE:
        return f"These changes were not made: we decided so on {day(version.ended_on, weekday=False)}."
    why = " It has moved to another council." if version.ended_because == MOVED and not home_is_secret else ""
    return f"This plan ended on {day(version.ended_on, weekday=False)}.{why} It can still be read."


def _parts(
    key: str, below: Mapping[str, list[PlanStatement]], hints: Mapping[str, list[Hint]], depth: int, number: str
) -> Iterable[PartRow]:
    counts: dict[str, int] = {}
    for each in below.get(key, ()):
        counts[each.section] = counts.get(each.section, 0) + 1
        at = f"{number}.{counts[each.section]}" if number else str(counts[each.section])
        yield PartRow(
            statement=each,
            title=f"{each.section} {at}",
            depth=depth,
            hints=tuple(hints.get(each.key, ())),
            is_first=counts[each.section] == 1,
        )
        yield from _parts(each.key, below, hints, depth + 1, at) if each.key != key else ()


def _note(chapter: Chapter, found: Reading, said: set[str]) -> str:
    about = "You commented" if said & set(chapter.letters) else ""
    if chapter.letters == (PLACEMENT,) and found.version.kind == DRAFT:
        return "Empty until the final plan"
    if chapter.letters == (ADVICE,):
        documents = count(len(found.of(ADVICE)), "document")
        return _beside(documents, about)
    changes = found.changes(chapter)
    what = (count(changes, "change") if changes else "No changes") if found.before else ""
    return _beside(what, about)


def _beside(what: str, about: str) -> str:
    return f"{what} · {about[0].lower()}{about[1:]}" if what and about else what or about
