"""Where a case stands, in the words and days of the family's page."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine import Record
from webapp.cases.line import AHEAD, HERE, Line, Step
from webapp.clocks import Deadline, of_twenty
from webapp.clocks.appealing import AppealUntil, appeals_of
from webapp.clocks.shared import FAMILY
from webapp.clocks.standing import EXEMPT
from webapp.london import london_day
from webapp.presenters.words import day, due

OPEN = "[{child}’s | Your] record is open to you"
PROVED = "You proved once that you may see it. We will not ask again."
Says = Callable[[str], str]  # a text as its reader is spoken to
LOOKS = {"done": "done", "here": "now", "ahead": "todo", "ended": "ended"}


@dataclass(frozen=True, kw_only=True)
class Mile:
    """One phase on the line: its name, how it is drawn, and what stands under it."""

    title: str
    look: str  # done, now, todo or ended
    here: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class Next:
    """One of the three dates: whose, what, and by when."""

    title: str
    what: str
    when: str
    task_id: int | None = None  # the reader's own, to be opened


@dataclass(frozen=True, kw_only=True)
class Right:
    """Something that the family may do until a day, such as to appeal."""

    last_day: date
    words: str  # which letter opened it, and how long it is without a mediation certificate


@dataclass(frozen=True, kw_only=True)
class Stand:
    """The top of the page."""

    heading: str
    why: str
    nexts: tuple[Next, ...]
    miles: tuple[Mile, ...]


def stand(
    line: Line,
    says: Says,
    *,
    own: Sequence[Record],
    deadlines: Sequence[Deadline],
    running: Collection[str],
    now: datetime,
) -> Stand:
    """The heading is the answer to “how far are we?”; `own` are the reader's tasks in this case, by due date;
    `running` the processes of it."""
    if not line.steps:
        return Stand(heading=says(OPEN), why=PROVED, nexts=(), miles=())
    today = london_day(now)
    still = [each for each in deadlines if each.is_open and each.rule.owed_by != FAMILY]  # theirs are no steps of ours
    next_ones = [each for each in still if each.rule.quiet_while not in running]
    return Stand(
        heading=says(line.text or OPEN),
        why=" ".join((*_why(still, today), *_off(deadlines))),
        nexts=() if line.has_ended else (_yours(own), *_ours(next_ones, today), *_limit(deadlines, today)),
        miles=tuple(_mile(step, says, deadlines, today) for step in line.steps),
    )


def _why(still: Sequence[Deadline], today: date) -> list[str]:
    """Our lateness is said first, and plainly, with what we did about it; of a step and its whole the step alone."""
    late = [each for each in still if each.due_on < today and not each.subject]
    whole = {each.rule.part_of for each in late}
    return [_late(each) for each in late if each.rule.name not in whole]


def _late(each: Deadline) -> str:
    told = f" Our managers were told on {day(london_day(each.breached_at))}." if each.breached_at else ""
    return f"We are late. {each.rule.late_text or each.rule.title} That was due on {day(each.due_on)}.{told}"


def _off(deadlines: Sequence[Deadline]) -> list[str]:
    """For which step the law gives us more time, and why."""
    return [
        f"The law gives us more time for one step: {each.rule.title}, by {day(each.due_on)}. {each.exempt_words} "
        "We still do it, as soon as we can. All other days stay."
        for each in deadlines
        if each.state == EXEMPT
    ]


def _yours(own: Sequence[Record]) -> Next:
    if not own:
        return Next(title="Your next step", what="Nothing to do now", when="You can add something whenever you like")
    first = own[0]
    when = f"by {day(first.due_at)}" if first.has_due else "when it suits you"
    return Next(title="Your next step", what=first.name, when=when, task_id=first.id)


def _ours(still: Sequence[Deadline], today: date) -> list[Next]:
    first = next((each for each in still if not each.subject), None)
    if first is None:
        return []
    late = f", {due(first.due_on, today=today).lower()}" if first.due_on < today else ""
    return [
        Next(
            title="Our next step",
            what=first.rule.family_title or first.rule.title,
            when=f"by {day(first.due_on)}{late}",
        )
    ]


def _limit(deadlines: Sequence[Deadline], today: date) -> list[Next]:
    found = of_twenty(list(deadlines))
    if found is None or not found.is_open:
        return []
    week = found.week(today)
    what = f"Week {week} of {found.weeks}" if week else f"The {found.weeks} weeks are over"
    return [Next(title="The legal limit", what=what, when=f"final plan by {day(found.due_on, weekday=False)}")]


def _mile(step: Step, says: Says, deadlines: Sequence[Deadline], today: date) -> Mile:
    return Mile(
        title=says(step.title),
        look=LOOKS[step.state],
        here=step.state == HERE,
        words=says(_ahead(step, deadlines, today)) if step.state == AHEAD else _since(step, today),
    )


def _ahead(step: Step, deadlines: Sequence[Deadline], today: date) -> str:
    limit = next((each for each in deadlines if each.rule.name == step.limit and each.is_open), None)
    words = step.future_text
    return f"{words} By {day(limit.due_on, weekday=False, year=limit.due_on.year != today.year)}." if limit else words


def _since(step: Step, today: date) -> str:
    if step.at is None:
        return ""
    when = london_day(step.at)
    return day(when, weekday=False, year=when.year != today.year)


def stopping(wish: Record | None, *, overtaken: bool) -> str:
    """For who wants the request withdrawn, and nobody else; it tells of nobody who is asked."""
    if overtaken:
        return (
            "You wanted the request withdrawn, and we decided to assess before that was settled. If you still want us "
            "to stop, write to us: you can do that until we have decided about a plan."
        )
    if wish is None:
        return ""
    return (
        f"You want to withdraw the request: we noted that on {day(london_day(wish.submitted_at))}. We look whether we "
        "may stop, and write to you. Until then everything goes on as before, and you can change your mind below."
    )


def appeals(deadlines: Sequence[Deadline], today: date) -> list[Right]:
    """Decisions that the family can still appeal, and until when; the first to end is first."""
    still = [each for each in appeals_of(deadlines) if each.last_day >= today]
    return [Right(last_day=each.last_day, words=_how(each)) for each in still]


def _how(each: AppealUntil) -> str:
    """Each of the family needs a certificate of their own: whoever has none reads their day, too."""
    about = f"{each.subject}. " if each.subject else ""
    if each.certified_on is None or (each.by_letter and each.by_letter >= each.last_day):
        return f"{about}The letter says how. A mediation certificate may give you longer."
    without = f" Without it the last day is {day(each.by_letter)}." if each.by_letter else ""
    return f"{about}With the mediation certificate of {day(each.certified_on, weekday=False)}.{without}"
