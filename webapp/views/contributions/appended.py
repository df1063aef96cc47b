"""The advice that lies with a plan, in the words in which it was asked and given, for the plan's document."""

from collections.abc import Iterable

from webapp.cases.reading import CaseForFamily
from webapp.contributions import reading
from webapp.contributions.models import Contribution
from webapp.plans.document import Answer, Appendix
from webapp.portal import Services
from webapp.presenters import contributions as words
from webapp.views import form_steps
from webapp.views.contributions.contributions import sections


def appended(
    services: Services, advice: Iterable[Contribution], reader: CaseForFamily | None = None
) -> tuple[Appendix, ...]:
    """Each without what its giver wrote for officers alone; of its files the names. `reader`: who is spoken to."""
    return tuple(_appendix(services, each, reader) for each in advice)


def _appendix(services: Services, each: Contribution, reader: CaseForFamily | None) -> Appendix:
    labels = form_steps.host(services).labels
    files = tuple(file.name for file in reading.documents_of(services, each))
    return Appendix(
        title=words.title_of(each, labels),
        given=words.head(each, labels),
        answers=tuple(
            Answer(label=row.label, lines=row.lines)
            for section in sections(services, each, private=False, reader=reader)
            for row in section.rows
            if not all(line.startswith(files) for line in row.lines)  # named below, without the question
        ),
        files=files,
    )
