"""The family is asked what they think of a draft, each alone. Days come from the limits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine import Actor
from webapp import clocks
from webapp.accounts.memberships import FULL
from webapp.cases import family_mail, party_access
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.clocks import arithmetic, shared
from webapp.letters.models import POST, Letter
from webapp.plans import releasing, versions
from webapp.plans.models import AMENDMENT, DRAFT, PlanVersion

COMMENTS = {DRAFT: "comment_on_draft", AMENDMENT: "comment_on_changes"}  # limits, by the kind of the version
FIRST_REMINDER, LAST_REMINDER = timedelta(days=7), timedelta(days=2)  # after the first day; before the last
REMINDERS = {DRAFT: "draft_reminder", AMENDMENT: "changes_reminder"}
ANSWER_FORM, LATER = "draft_answer", "DraftGivenLater"  # its form, and the message that asks one more reader
MEETING_FORMS = ("meeting_about_draft", "meeting_about_changes")  # held, or no longer wanted
ON_PAPER = ""  # instead of a reference: an officer writes down what comes by post
POSTED_WITHIN = timedelta(days=4)  # a day to print it, a weekend, and the working day on which post is deemed to come


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One of the family is to answer, as the drawing `draft_answer` reads it."""

    person: str  # reference; empty: on paper
    first_day: date
    last_day: date

    @property
    def values(self) -> dict[str, str]:
        """For variables: days and moments in ISO."""
        return {
            "person": self.person,
            "last_day": self.last_day.isoformat(),
            "first_reminder": arithmetic.morning(self.first_day + FIRST_REMINDER).isoformat(),
            "last_reminder": arithmetic.morning(self.last_day - LAST_REMINDER).isoformat(),
            "over_at": arithmetic.end_of(self.last_day).isoformat(),
        }


def ask_family(desk: Desk, reference: str, *, by: Actor) -> list[Mapping[str, str]]:
    """Whoever may read the draft and do more than look answers alone; for whoever has it on paper, an officer notes it.

    The days count from the day on which the last of them was served; what is still to be posted gets some more.
    """
    case = find_case(desk, reference)
    version = versions.newest(desk, case)
    assert version  # the drawing issues one first
    signed = releasing.letters_of(desk, version.instance_id, versions.notice_of(version))
    letters = [each for each in signed if not each.body]  # nobody waits for what a body has to say to its copy
    first = _served(desk, case, letters)
    last = clocks.start(desk, reference, limit=COMMENTS[version.kind], counted_from=first, by=by).due_on
    may, asked = releasing.readers(desk, version), list[str]()
    for party in case.parties:
        held = party_access.membership(desk, party)
        if party.person_id in may and held and held.scope == FULL:
            asked.append(party.person.reference)
    if any(letter.route == POST for letter in letters) or not asked:
        asked.append(ON_PAPER)
    return [Wanted(person=who, first_day=first, last_day=last).values for who in asked]


def ask_later(desk: Desk, letters: Iterable[Letter], *, by: Actor) -> None:
    """Whoever gets the newest draft only by a letter that was written anew answers it, too, in 15 days of their own.

    Section 38(2)(b); regulations 13(1) and 22(2). Who has a task for it, or has answered, is not asked twice.
    """
    for letter in letters:
        version = versions.newest(desk, letter.case)
        if letter.body or version is None or version.kind not in COMMENTS or letter.enclosed != version.slug:
            continue
        who = _answers_alone(desk, version, letter)
        if who is None or _was_asked(desk, version, who):
            continue
        first = _served(desk, letter.case, [letter])
        last = shared.limit(COMMENTS[version.kind], first).last_day(first)
        wanted = {"wanted": dict(Wanted(person=who, first_day=first, last_day=last).values)}
        reference = letter.case.reference
        desk.engine.messages.correlate(LATER, key=reference, message_id=f"later:{letter.id}", payload=wanted, by=by)


def is_meeting_wanted(desk: Desk, reference: str, instance_id: int) -> bool:
    """Does anybody still want a meeting about what this instance has sent, and none was held since they asked?

    Each of them is heard by what they said last. Regulation 13(1)(a)(ii): an officer must be made available to them.
    """
    found = desk.engine.submissions.of(reference, instance_id=instance_id, forms=(ANSWER_FORM, *MEETING_FORMS))
    wanted = dict[str, bool]()
    for sent in found:
        if sent.form in MEETING_FORMS:
            wanted.clear()
        else:
            wanted[sent.submitted_by] = sent.answers.get("wants_meeting") == "yes"
    return any(wanted.values())


def _answers_alone(desk: Desk, version: PlanVersion, letter: Letter) -> str | None:
    """The reader's reference, or that an officer writes down what comes by post; None for who may only look."""
    if letter.route == POST:
        return ON_PAPER
    party = next((each for each in version.case.parties if each.person_id == letter.person_id), None)
    held = party and party_access.membership(desk, party)
    may = held is not None and held.scope == FULL and letter.person_id in releasing.readers(desk, version)
    return party.person.reference if party and may else None


def _was_asked(desk: Desk, version: PlanVersion, who: str) -> bool:
    """Does a task wait for them, or have they answered since this version was issued?"""
    if who == ON_PAPER:
        return False
    reference, issued = version.case.reference, version.issued_at
    open_ones = desk.engine.user_tasks.open_of(reference)
    if any(each.form == ANSWER_FORM and each.assignee == who for each in open_ones):
        return True
    sent = [each for each in desk.engine.submissions.of(reference) if each.form == ANSWER_FORM]
    return any(each.submitted_by == who and issued is not None and each.submitted_at >= issued for each in sent)


def _served(desk: Desk, case: Case, letters: Sequence[Letter]) -> date:
    """The day from which the last of these readers has it, as the law deems."""
    files = clocks.events_of(desk, case.reference)
    deemed = {event.id: each.event.deemed_on for each in files for event in (each.event, *each.earlier)}
    days = [deemed[letter.event_id] for letter in letters if letter.event_id]
    if any(letter.route == POST and not letter.served_at for letter in letters):
        days.append(today(desk) + POSTED_WITHIN)
    return max(days, default=today(desk))


def remind(desk: Desk, reference: str, who: str) -> None:
    """Mail to one person alone, unless their access to the case has ended by then."""
    person, version = desk.accounts.people.by_reference(who), versions.newest(desk, find_case(desk, reference))
    assert version  # the drawing issues one first
    notice = REMINDERS[version.kind]
    family_mail.tell(desk, person, reference, notice, key=f"{notice}:{reference}:{who}:{desk.now.isoformat()}")
