"""What a version must have before it goes out, and the list of advice that it is issued with."""

import tomllib
from functools import cache

from webapp.accounts.models import Person
from webapp.cases import keeping_apart
from webapp.cases.desk import Desk
from webapp.cases.models import Party
from webapp.config import HOME
from webapp.contributions.models import ADDED, ADVICE, CHILD_VIEWS, REQUEST, VIEWS, Contribution
from webapp.london import london_day
from webapp.plans import hiding, sections, suggestions, versions, writing
from webapp.plans.errors import NothingWritten, TellsWhere
from webapp.plans.models import FINAL, PlanStatement, PlanVersion
from webapp.plans.writing import Words

BODIES = HOME / "workflows" / "shared" / "lists" / "advice_bodies.toml"
NEEDED = (sections.VIEWS, sections.NEEDS, sections.OUTCOMES, sections.HELP)  # in every version
HEADINGS = {
    REQUEST: "The request",
    VIEWS: "Views of a parent",
    CHILD_VIEWS: "Views of the child or young person",
    ADDED: "Added by the family",
}


def require_whole(desk: Desk, version: PlanVersion) -> None:
    """Raises NothingWritten for a section that no plan is without."""
    there = {each.section for each in versions.statements(desk, version)}
    wanted = (*NEEDED, sections.PLACEMENT) if version.kind == FINAL else NEEDED
    for letter in wanted:
        if letter not in there:
            raise NothingWritten(letter)


def require_apart(desk: Desk, version: PlanVersion, party: Party | None = None) -> None:
    """Raises TellsWhere for a part that tells one of the family (this one, or any) where another is, and that they
    would read."""
    said = versions.statements(desk, version)
    for reader in [party] if party else version.case.parties:
        hidden = hiding.hidden_from(reader.person_id, said)
        texts = {each.key: _text(each) for each in said if each.key not in hidden}
        for key in keeping_apart.telling(desk, version.case, reader.person_id, texts):
            section = next(each.section for each in said if each.key == key)
            raise TellsWhere(f"Section {section}", reader.person.name)


def finish(desk: Desk, version: PlanVersion, *, by: Person) -> None:
    """Its author says that it is ready. Raises NotBeingWritten, AlreadyApproved, NothingWritten, TellsWhere."""
    versions.require_writing(version)
    require_whole(desk, version)
    version.author_id, version.sent_back_because = by.id, ""
    list_advice(desk, version)
    require_apart(desk, version)


def list_advice(desk: Desk, version: PlanVersion) -> None:
    """Section K anew: all that was gathered, in its order, each kept from whoever may not read it."""
    for row in versions.statements(desk, version):
        if row.section == sections.ADVICE:
            desk.session.delete(row)
    desk.session.flush()
    given = [each.contribution for each in suggestions.of(desk, version.case, [])]
    for each in sorted(given, key=lambda one: (one.given_at, one.id)):
        text = Words(
            heading=_heading(each),
            words=f"{each.by_name}, {london_day(each.given_at):%-d %B %Y}",
            sources=[each.id],
            kept_from=suggestions.kept_from(desk, version.case, [each.id]),
        )
        row = writing.put(desk, version, sections.ADVICE, text, by=None)
        row.key = each.id  # the same in every version, so that a comparison knows it again
    desk.session.flush()


def _text(each: PlanStatement) -> str:
    return " | ".join((each.heading, each.words, *each.details.values()))


def _heading(each: Contribution) -> str:
    if each.kind == ADVICE and each.request:
        return _bodies().get(each.request.body, each.request.who)
    return HEADINGS.get(each.kind, each.by_name)


@cache
def _bodies() -> dict[str, str]:
    return {row["value"]: row["label"] for row in tomllib.loads(BODIES.read_text("utf-8"))["values"]}
