"""Where a person's own requests stand, in words that never say whether we know the child."""

from dataclasses import dataclass
from datetime import datetime

from engine import Record
from webapp.accounts.models import Person
from webapp.cases import decisions, documents, requests, whom
from webapp.cases.decisions import Decision
from webapp.cases.desk import Services
from webapp.cases.errors import RequestNotFound
from webapp.cases.models import REQUESTER, AccessRequest, Document
from webapp.cases.reading import parties_of
from webapp.cases.reviewing import Sent

CHECKING, YOURS, GRANTED, REFUSED, ENDED = "checking", "yours", "granted", "refused", "ended"
WORDS = {
    CHECKING: "We are checking your request.",
    YOURS: "We need more from you before we can decide.",
    GRANTED: "You can see the record. You do not need to ask again.",
    REFUSED: "Our answer is no.",
    ENDED: "This has ended. Ask again if you still need it.",
}
HEADINGS = {
    CHECKING: "We have your request [about {child} | to see your record]",
    YOURS: "Your request [about {child} | to see your record] waits for you",
    GRANTED: "[{child}’s | Your] record is open to you",
    REFUSED: "Our answer to your request is no",
    ENDED: "Your request [about {child} | to see your record] has ended",
}


@dataclass(frozen=True, kw_only=True)
class OwnRequest:
    """One request as the person who sent it may know it."""

    reference: str
    child_first_name: str  # as they wrote it, not as a record has it
    young_person: bool  # do they ask about themselves?
    sent_at: datetime
    state: str  # checking, yours (it is their turn), granted, refused or ended (stopped, or taken away later)
    words: str  # of the drawing while it runs, ours at the end; to be told as they are spoken to
    task_id: int | None  # what they have to do now
    message: str  # what the officer wrote to them last
    wanted: tuple[str, ...]  # values of the list `evidence_kinds`, while it is their turn
    decided_at: datetime | None
    case_reference: str  # where to go on; empty unless granted

    @property
    def title(self) -> str:
        """What a list calls it."""
        return self.says("[{child}’s | Your] record")

    @property
    def heading(self) -> str:
        """Where it stands, at the top of its own page."""
        return self.says(HEADINGS[self.state])

    def says(self, text: str) -> str:
        """A text as they are spoken to."""
        return whom.told(text, self.child_first_name, young_person=self.young_person)


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """One request with everything that its sender gave us, and nothing that anybody else did."""

    request: OwnRequest
    sent: tuple[Sent, ...]  # oldest first
    documents: tuple[Document, ...]  # oldest first


def requests_of(services: Services, person: Person) -> list[OwnRequest]:
    """All that a person has asked, newest first."""
    return [_own(services, person, request) for request in requests.of(services, person)]


def own(services: Services, person: Person, reference: str) -> OwnPage:
    """One of a person's own requests, with what they sent. Raises RequestNotFound, for those of others too."""
    request = next((each for each in requests.of(services, person) if each.reference == reference), None)
    if request is None:
        raise RequestNotFound
    found = services.engine.submissions.of(reference)
    mine = (each for each in found if each.submitted_by == person.reference and each.form)
    return OwnPage(
        request=_own(services, person, request),
        sent=tuple(Sent(form=each.form, answers=each.answers, at=each.submitted_at) for each in mine),
        documents=tuple(each for each in documents.of(services, reference) if each.owner_id == person.id),
    )


def _own(services: Services, person: Person, request: AccessRequest) -> OwnRequest:
    waiting = services.engine.user_tasks.open_of(request.reference)
    mine = next((task for task in waiting if REQUESTER in services.engine.user_tasks.groups_of(task.id)), None)
    running = requests.is_open(services, request.reference)
    reviews = decisions.of(services.engine, request.reference) if mine or not running else []
    told = reviews[-1] if reviews else None
    case = "" if running else _case(services, person, request)
    state = (YOURS if mine else CHECKING) if running else _outcome(told, case)
    asked = requests.asked_in(services, request.reference)
    return OwnRequest(
        reference=request.reference,
        child_first_name=asked.child.first_name,
        young_person=asked.relationship == whom.MYSELF,
        sent_at=request.sent_at,
        state=state,
        words=_words(waiting, mine) or WORDS[state],
        task_id=mine.id if mine else None,
        message=told.message if told else "",
        wanted=told.wanted if told else (),
        decided_at=told.at if told and not running else None,
        case_reference=case,
    )


def _outcome(told: Decision | None, case: str) -> str:
    if case:
        return GRANTED
    return REFUSED if told and told.decision == decisions.REFUSE else ENDED


def _case(services: Services, person: Person, request: AccessRequest) -> str:
    """Reference of the case that came of it, while the person may still open it."""
    mine = (party.case for party in parties_of(services, person))
    return next((case.reference for case in mine if case.child_id == request.child_id), "")


def _words(waiting: list[Record], mine: Record | None) -> str:
    """What the drawing says about the task that is waited for, the person's own first."""
    tasks = [mine] if mine else waiting
    return next((task.family_text for task in tasks if task.family_text), "")
