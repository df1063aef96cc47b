"""The bar of weeks on an officer's page: where a case stands in the time that the law gives, and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp.clocks import Deadline, of_twenty
from webapp.clocks.arithmetic import WEEK
from webapp.clocks.standing import LATE, MET, MET_LATE
from webapp.presenters.words import NBSP, day, days_left

NAMES = {"decide_whether_to_assess": "Assess?", "decide_whether_plan_is_needed": "Plan?", "final_plan": "Final"}
DONE = {MET: "in time", MET_LATE: "too late"}
LOOKS = {MET: "done", MET_LATE: "done", LATE: "late"}
LEFT, RIGHT = 10, 70  # per cent: a label beside an end, or beside another label, does not stand in the middle


@dataclass(frozen=True, kw_only=True)
class Point:
    """A limit on the bar."""

    at: int  # per cent of the bar
    title: str  # “Week 6”
    words: str  # “Assess? in time”
    look: str  # done, late or todo
    anchor: str  # of its label: start, middle or end


@dataclass(frozen=True, kw_only=True)
class WeekBar:
    """The whole of it; what is drawn is said in words, too."""

    points: tuple[Point, ...]
    now: int  # per cent
    today: str
    anchor: str
    late: bool

    @property
    def said(self) -> str:
        """For whoever does not see it."""
        return f"{self.today}. " + " ".join(f"{each.title}: {each.words}." for each in self.points)


def week_bar(found: Sequence[Deadline], *, today: date) -> WeekBar | None:
    """Of the limits that count from the request; none when no final plan is due."""
    whole = of_twenty(list(found))
    if whole is None or not whole.is_open:
        return None
    limits = [each for each in found if each.rule.name in NAMES and each.counted_from == whole.counted_from]
    start = Point(at=0, title="Start", words=f"Asked {_day(whole.counted_from)}", look="done", anchor=_anchor(0))
    now = _place(whole, today)
    return WeekBar(
        points=(start, *(_point(each, whole, today) for each in sorted(limits, key=_due))),
        now=now,
        today=f"Today, {_day(today)}",
        anchor=_anchor(now),
        late=whole.state == LATE,
    )


def _due(each: Deadline) -> date:
    return each.due_on


def _place(whole: Deadline, on: date) -> int:
    share = (on - whole.counted_from) / (whole.due_on - whole.counted_from)
    return round(100 * min(max(share, 0), 1))


def _anchor(at: int) -> str:
    return "start" if at < LEFT else "end" if at > RIGHT else "middle"


def _point(each: Deadline, whole: Deadline, today: date) -> Point:
    at = _place(whole, each.due_on)
    return Point(
        at=at,
        title=f"Week{NBSP}{(each.due_on - each.counted_from) // WEEK}",
        words=f"{NAMES[each.rule.name]} {_words(each, today)}",
        look=LOOKS.get(each.state, "todo"),
        anchor=_anchor(at),
    )


def _words(each: Deadline, today: date) -> str:
    if each.state == LATE:
        return days_left(each.due_on, today=today).lower()
    if each.is_open:
        return _day(each.due_on)
    return DONE.get(each.state, "not needed")


def _day(on: date) -> str:
    return day(on, weekday=False, year=False)
