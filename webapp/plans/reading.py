"""A version as one reader may read it: its statements as a tree, compared with the version before."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from webapp.accounts.models import Person
from webapp.cases import reading
from webapp.cases.desk import Desk, Services
from webapp.cases.reading import CaseForFamily, find_case, note_read
from webapp.plans import comparing, hiding, releasing, sections, versions
from webapp.plans.comparing import Change
from webapp.plans.errors import PlanNotFound
from webapp.plans.models import ISSUED, PlanStatement, PlanVersion
from webapp.plans.writing import DETAILS

WHAT = "plan"
SAME, NEW, CHANGED, GONE = "same", "new", "changed", "gone"  # beside the version before


@dataclass(frozen=True, kw_only=True)
class Node:
    """One statement, what belongs to it, and what has changed in it."""

    statement: PlanStatement
    state: str  # same, new, changed or gone
    words: tuple[Change, ...]
    heading: tuple[Change, ...]
    details: tuple[tuple[str, tuple[Change, ...]], ...]  # in the order in which they are asked
    below: tuple["Node", ...] = ()

    @property
    def changes(self) -> int:
        """How many statements have changed, with those below."""
        return (self.state != SAME) + sum(each.changes for each in self.below)

    def of(self, letter: str) -> tuple["Node", ...]:
        """Those of one section that belong to it."""
        return tuple(each for each in self.below if each.statement.section == letter)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A version for one reader, beside the one before when that is wanted."""

    version: PlanVersion
    before: PlanVersion | None  # what it is compared with
    nodes: dict[str, tuple[Node, ...]] = field(default_factory=dict)  # by section; none of what belongs to another
    withheld: bool = False  # is something of it kept from this reader?

    def of(self, letter: str) -> tuple[Node, ...]:
        """The statements of one section that stand by themselves."""
        return self.nodes.get(letter, ())

    def changes(self, chapter: sections.Chapter) -> int:
        """How many statements of this page have changed."""
        return sum(node.changes for each in chapter.roots for node in self.of(each.letter))

    @property
    def all_changes(self) -> int:
        """How many statements have changed."""
        return sum(self.changes(each) for each in sections.chapters().values())


def for_family(
    services: Services, person: Person, reference: str, slug: str, *, compared: bool = True
) -> tuple[CaseForFamily, Reading]:
    """A version that went out, for one of the family; their look is noted. Raises CaseNotFound, PlanNotFound."""
    case = reading.open_for(services, person, reference)
    version = versions.find(services, find_case(services, reference), slug)
    if version.state != ISSUED or not releasing.may_read(services, version, person):
        raise PlanNotFound
    note_read(services, reference, by=services.actor(person), what=WHAT, which=version.id)
    return case, read(services, version, person=person, compared=compared)


def newest_for(services: Services, person: Person, reference: str) -> PlanVersion | None:
    """The version that one of the family would read now. Raises CaseNotFound."""
    reading.open_for(services, person, reference)
    return releasing.newest_for(services, find_case(services, reference), person)


def read(
    desk: Desk, version: PlanVersion, *, person: Person | None = None, outside: bool = False, compared: bool = True
) -> Reading:
    """What this version says, for officers; for one of the family, `person`, or for somebody `outside` of it, without
    what is kept from them: whoever is outside reads nothing that is kept from anybody.
    """
    before = versions.before(desk, version) if compared else None
    if before and person and not releasing.may_read(desk, before, person):
        before = None  # what they could not read is not shown as taken out
    whole = versions.statements(desk, version)
    was = versions.statements(desk, before) if before else whole  # beside itself nothing has changed
    both = [*whole, *was]
    kept = hiding.hidden_outside(both) if outside else hiding.hidden_from(person.id, both) if person else set()
    now, then = ([each for each in said if each.key not in kept] for said in (whole, was))
    nodes = _nodes(now, {each.key: each for each in then})
    return Reading(version=version, before=before, nodes=nodes, withheld=len(now) < len(whole))


def _nodes(now: list[PlanStatement], then: dict[str, PlanStatement]) -> dict[str, tuple[Node, ...]]:
    there = {each.key for each in now}
    everything = {each.key: each for each in [*now, *(each for key, each in then.items() if key not in there)]}
    below: dict[str, list[PlanStatement]] = {}
    roots = list[PlanStatement]()
    for each in everything.values():
        if _is_read_below(each, everything.get(each.follows)):
            below.setdefault(each.follows, []).append(each)
        else:
            roots.append(each)
    found: dict[str, list[Node]] = {}
    for each in roots:
        found.setdefault(each.section, []).append(_node(each, there, then, below))
    return {letter: tuple(nodes) for letter, nodes in found.items()}


def _is_read_below(each: PlanStatement, parent: PlanStatement | None) -> bool:
    """Is it read with what it belongs to? Health help (G) stands on another page than the health need (C)."""
    return parent is not None and sections.chapter_of(parent.section) == sections.chapter_of(each.section)


def _node(
    each: PlanStatement,
    there: set[str],
    then: dict[str, PlanStatement],
    below: dict[str, list[PlanStatement]],
) -> Node:
    old = then.get(each.key)
    new = each if each.key in there else None
    words, heading = _compared(old, new, "words"), _compared(old, new, "heading")
    details = tuple(_details(old, new))
    changed = any(map(comparing.is_changed, (words, heading, *(text for _, text in details))))
    return Node(
        statement=each,
        state=GONE if new is None else NEW if old is None else CHANGED if changed else SAME,
        words=words,
        heading=heading,
        details=details,
        below=tuple(_node(child, there, then, below) for child in below.get(each.key, ())),
    )


def _compared(old: PlanStatement | None, new: PlanStatement | None, name: str) -> tuple[Change, ...]:
    return comparing.compare(getattr(old, name) if old else "", getattr(new, name) if new else "")


def _details(old: PlanStatement | None, new: PlanStatement | None) -> Iterable[tuple[str, tuple[Change, ...]]]:
    before, after = (old.details if old else {}), (new.details if new else {})
    for name in DETAILS:
        if changes := comparing.compare(before.get(name, ""), after.get(name, "")):
            yield name, changes
