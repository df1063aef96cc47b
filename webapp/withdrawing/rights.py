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
from webapp.cases.reading import find_case, references_of
from webapp.cases.whom import MYSELF

REQUEST, WITHDRAWAL, ASSESSMENT = "request", "withdrawal", "assessment"  # processes
WITHDRAW, GO_ON = ("AskToWithdraw", "WithdrawRequest"), "LetRequestGoOn"  # messages; the second of older versions
TOLD_US = "WithdrawForFamily"  # a message
ASKED, RECORDED = "assessment_request", "recorded_request"  # forms of a request
WISHED, TOLD = "withdraw_request", "withdraw_for_family"  # forms that ask to withdraw it
OF_FAMILY = ("parent", "young_person")  # of the list `request_sources`
OVERTAKEN = "withdrawal overtaken"  # kind of an event
ENDS = "request withdrawn"  # kind of an event: the request is told to end, and has perhaps not taken it yet


def require_asker(desk: Desk, action: Action, who: Actor) -> None:
    """Raises NotTheirRequest, NotTheirWithdrawal: it is for whoever asked for what this would undo."""
    if not may(desk, action, who):
        raise NotTheirWithdrawal if action.name == GO_ON else NotTheirRequest


def may(desk: Desk, action: Action, who: Actor) -> bool:
    """Is it another action, or theirs?"""
    reference = action.receiver.business_key
    if action.name in (*WITHDRAW, TOLD_US) and _is_ending(desk, reference):
        return False
    if action.name in WITHDRAW:
        return _asked(desk, reference, who.id)
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


def was_overtaken(desk: Desk, reference: str, person: str) -> bool:
    """Did we begin to assess before it was settled that this person (a reference) wants the request withdrawn?"""
    if ASSESSMENT not in desk.engine.instances.running(reference):
        return False
    known = references_of(desk, reference)
    told = desk.engine.history.happened(*known, kinds=(OVERTAKEN,), passed=(), limit=1, before=None)
    sent = desk.engine.submissions.of(reference, forms=(WISHED, TOLD))
    return bool(told and sent) and sent[-1].submitted_at <= told[0].at and whose(desk, reference, sent[-1]) == person


def whose(desk: Desk, reference: str, sent: Record) -> str:
    """Who wants to withdraw, as a reference; empty for somebody outside the family, such as a school."""
    if sent.form == WISHED:
        return str(sent.submitted_by)
    return next((each.person.reference for each in _named(desk, reference, str(sent.answers["who"]))), "")


def takes_back_their_own(desk: Desk, reference: str) -> bool:
    """Does whoever wants the request withdrawn take back what they, or for them a parent, have asked?"""
    sent = wish(desk, reference)
    assert sent  # somebody wants it withdrawn
    whoever, of_family = whose(desk, reference, sent), False
    for each in _sent(desk, reference, REQUEST, (ASKED, RECORDED)):
        if each.form == ASKED or each.answers["asked_by"] in OF_FAMILY:
            of_family = True
        elif sent.form == TOLD and plain(str(each.answers["asker"])) == plain(str(sent.answers["who"])):
            return True
    return of_family and bool(whoever) and _asked(desk, reference, whoever)


def _asked(desk: Desk, reference: str, who: str) -> bool:
    case = find_case(desk, reference)
    mine = [each for each in case.parties if each.person.reference == who and each.relationship_to_child == MYSELF]
    if mine and young_person.decides(case.child.born_on, on=today(desk)):
        return True
    return any(_is_theirs(desk, reference, each, who) for each in _sent(desk, reference, REQUEST, (ASKED, RECORDED)))


def _is_ending(desk: Desk, reference: str) -> bool:
    """Was the request that runs told to end? Until it has taken that, nobody withdraws it once more."""
    begun = [row.started_at for row in desk.engine.instances.of(reference) if _runs(row, REQUEST)]
    told = desk.engine.history.happened(*references_of(desk, reference), kinds=(ENDS,), passed=(), limit=1, before=None)
    return bool(begun and told) and told[0].at >= max(begun)


def _is_theirs(desk: Desk, reference: str, sent: Record, who: str) -> bool:
    if sent.form == ASKED:
        return bool(sent.submitted_by == who)
    named = _named(desk, reference, str(sent.answers["asker"])) if sent.answers["asked_by"] in OF_FAMILY else ()
    return any(each.person.reference == who for each in named)


def _sent(desk: Desk, reference: str, process: str, forms: tuple[str, ...]) -> Iterator[Record]:
    """Of the process that runs now, in the order in which it came."""
    for row in desk.engine.instances.of(reference):
        if _runs(row, process):
            yield from desk.engine.submissions.of(reference, instance_id=row.id, forms=forms)


def _runs(row: Record, process: str) -> bool:
    return bool(row.process_id == process and row.status == RUNNING)


def _named(desk: Desk, reference: str, name: str) -> Iterator[Party]:
    """Whoever of the case has this name."""
    return (each for each in find_case(desk, reference).parties if plain(each.person.name) == plain(name))
