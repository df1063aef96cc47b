"""What the pages show on which officers write a plan: its chapters, and all parts of one."""

from collections.abc import Callable, Sequence

from flask import render_template, request

from webapp.cases import case_file, restrictions, whom
from webapp.cases.models import Case
from webapp.plans import agreeing, hints, presence, sections, suggestions, versions, writing
from webapp.plans.models import PlanStatement, PlanVersion
from webapp.plans.sections import Chapter
from webapp.portal import Services
from webapp.presenters import contributions as contribution_words
from webapp.presenters import plans as words
from webapp.presenters import restrictions as tellings
from webapp.presenters.fields import FieldError
from webapp.presenters.words import count
from webapp.views import form_steps
from webapp.views.contributions.contributions import sections as sections_of_contribution
from webapp.views.identity import actor, my_account
from webapp.views.typed import text

NEW = "new"  # stands for the part that is not there yet


def overview(
    services: Services, version: PlanVersion, errors: list[FieldError], *, task_id: int = 0, done: str = ""
) -> str:
    """The same page, alone or as that of a task with its button."""
    case, said = version.case, versions.statements(services, version)
    found, sources = hints.of(said, child=case.child.called), suggestions.of(services, case, said)
    return render_template(
        "plans/overview.html",
        case=case_file.shown(services, my_account(services), case.reference),
        version=version,
        chapters=[
            (each, sum(one.section in each.letters for one in said), sum(h.section in each.letters for h in found))
            for each in sections.chapters().values()
            if not each.roots[0].listed
        ],
        given=bool(sources),
        objections=agreeing.objections(services, version),
        unused=[_named(services, each) for each in sources if not each.used],
        errors=errors,
        task_id=task_id,
        done=done,
        words=words,
        says=_says(case),
    )


def chapter(services: Services, version: PlanVersion, at: Chapter, errors: list[FieldError]) -> str:
    """All parts of one chapter, each in a form of its own, and what may stand beside them."""
    case, said = version.case, versions.statements(services, version)
    labels = form_steps.host(services).labels
    sources = suggestions.of(services, case, said)
    return render_template(
        "plans/write.html",
        case=case_file.shown(services, my_account(services), case.reference),
        version=version,
        at=at,
        chapters=list(sections.chapters().values()),
        parts=words.parts(said, at, hints.of(said, child=case.child.called)),
        places=words.places(said, at),
        sources=[_named(services, each) for each in sources],
        family=[{"value": party.person_id, "label": party.person.name, "hint": ""} for party in case.parties],
        others=presence.others(services, version, at.slug, me=actor(services)),
        told=tellings.tellings(restrictions.of_case(services, case), labels),
        taken=_taken(services, sources),
        typed=request.form,
        errors=errors,
        unplaced=_unplaced(said, errors),
        words=words,
        says=_says(case),
        details=writing.DETAILS,
        longest=writing.LONGEST,
    )


def _unplaced(said: Sequence[PlanStatement], errors: Sequence[FieldError]) -> str:
    """What was typed into a part that somebody else has taken out meanwhile."""
    fields = {f"words-{key}" for key in (NEW, *(each.key for each in said))}
    return text("words") if any(each.field_id not in fields for each in errors) else ""


def _named(services: Services, source: suggestions.Source) -> dict[str, str]:
    labels, given = form_steps.host(services).labels, source.contribution
    used = f"used {count(source.used, 'time')}" if source.used else "not used yet"
    return {"value": source.id, "label": f"{contribution_words.title_of(given, labels)}, {given.by_name}", "hint": used}


def _taken(services: Services, sources: Sequence[suggestions.Source]) -> dict[str, object] | None:
    """The contribution that the reader wants beside what they write: its answers, to be placed by hand."""
    wanted = next((each for each in sources if each.id == request.args.get("beside")), None)
    if wanted is None:
        return None
    return {
        **_named(services, wanted),
        "sections": sections_of_contribution(services, wanted.contribution, private=True),
    }


def _says(case: Case) -> Callable[[str], str]:
    return lambda text: whom.told(text, case.child.called, young_person=False)
