"""Who may withdraw a request for an assessment, who has asked for that, and who may still change their mind.

A request is made by a parent, a young person or a school (Children and Families Act 2014, section 36(1)), and taken
back by whoever made it; what somebody else of the family wants, officers hear. The right of a young person who decides
for themselves is the one that their parents had, so they may take back what a parent asked.
"""

from collections.abc import Iterator

from engine import RUNNING, Action, Actor, Record
from webapp.accounts.people import STAFF
from webapp.cases import young_person
from webapp.cases.desk import Desk, today
from webapp.cases.errors import NotTheirRequest, NotTheirWithdrawal
from webapp.cases.likeness import plain
from webapp.cases.models import Party
from webapp.cases.reading import find_case
from webapp.cases.whom import MYSELF

REQUEST, WITHDRAWAL = "request", "withdrawal"  # processes
WITHDRAW, GO_ON = ("AskToWithdraw", "WithdrawRequest"), "LetRequestGoOn"  # messages; the second of older versions
ASKED, RECORDED = "assessment_request", "recorded_request"  # forms of a request
WISHED, TOLD = "withdraw_request", "withdraw_for_family"  # forms that ask to withdraw it
OF_FAMILY = ("parent", "young_person")  # of the list `request_sources`


def require_asker(desk: Desk, action: Action, who: Actor) -> None:
    """Raises NotTheirRequest, NotTheirWithdrawal: it is for whoever asked for what this would undo."""
    if not may(desk, action, who):
        raise NotTheirWithdrawal if action.name == GO_ON else NotTheirRequest


def may(desk: Desk, action: Action, who: Actor) -> bool:
    """Is it another action, or theirs?"""
    reference = action.receiver.business_key
    if action.name in WITHDRAW:
        return _asked(desk, reference, who)
    if action.name == GO_ON:
        return desk.accounts.people.by_reference(who.id).kind == STAFF or wish_of(desk, reference, who.id) is not None
    return True


def wish(desk: Desk, reference: str) -> Record | None:
    """What was sent to withdraw the request, while it is not settled whether the request goes on."""
    return next(_sent(desk, reference, WITHDRAWAL, (WISHED, TOLD)), None)


def wish_of(desk: Desk, reference: str, person: str) -> Record | None:
    """The same if it is this person's (a reference), on the portal or told to an officer."""
    found = wish(desk, reference)
    return found if found and whose(desk, reference, found) == person else None


def whose(desk: Desk, reference: str, sent: Record) -> str:
    """Who wants to withdraw, as a reference; empty for somebody outside the family, such as a school."""
    if sent.form == WISHED:
        return str(sent.submitted_by)
    return next((each.person.reference for each in _named(desk, reference, str(sent.answers["who"]))), "")


def _asked(desk: Desk, reference: str, who: Actor) -> bool:
    case = find_case(desk, reference)
    mine = [each for each in case.parties if each.person.reference == who.id and each.relationship_to_child == MYSELF]
    if mine and young_person.decides(case.child.born_on, on=today(desk)):
        return True
    return any(_is_theirs(desk, reference, each, who) for each in _sent(desk, reference, REQUEST, (ASKED, RECORDED)))


def _is_theirs(desk: Desk, reference: str, sent: Record, who: Actor) -> bool:
    if sent.form == ASKED:
        return bool(sent.submitted_by == who.id)
    named = _named(desk, reference, str(sent.answers["asker"])) if sent.answers["asked_by"] in OF_FAMILY else ()
    return any(each.person.reference == who.id for each in named)


def _sent(desk: Desk, reference: str, process: str, forms: tuple[str, ...]) -> Iterator[Record]:
    """Of the process that runs now, in the order in which it came."""
    for row in desk.engine.instances.of(reference):
        if row.process_id == process and row.status == RUNNING:
            yield from desk.engine.submissions.of(reference, instance_id=row.id, forms=forms)


def _named(desk: Desk, reference: str, name: str) -> Iterator[Party]:
    """Whoever of the case has this name."""
    return (each for each in find_case(desk, reference).parties if plain(each.person.name) == plain(name))
