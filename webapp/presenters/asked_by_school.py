"""What the school that a plan names has asked, in words, and what we have answered."""

from dataclasses import dataclass

from webapp.contributions.from_schools import AGAIN_SCHOOL_FORM, EARLY_SCHOOL_FORM
from webapp.plans import asked_by_school
from webapp.plans.asked_by_school import Ask
from webapp.presenters.words import day

TITLES = {EARLY_SCHOOL_FORM: "Early review", AGAIN_SCHOOL_FORM: "New assessment"}
ANSWERS = {
    asked_by_school.HELD_EARLY: "We look at the plan earlier. You hear from us when the review is prepared.",
    asked_by_school.NOT_EARLY: "We do not look at the plan earlier. The next review comes at its time.",
    asked_by_school.HELD_ANYWAY: "The review has come at its time, and what you said was not decided about before.",
    asked_by_school.AGAIN: "We assess again. You may be asked for advice.",
    asked_by_school.NOT_AGAIN: "We do not assess again. The plan goes on.",
    asked_by_school.WITHDRAWN_SINCE: "The request was withdrawn, and we have stopped.",
}
WAITS = {
    EARLY_SCHOOL_FORM: "An officer decides within 10 days of that.",
    AGAIN_SCHOOL_FORM: "We decide within 15 days of that.",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that was asked."""

    title: str
    details: str
    answer: str


def line(ask: Ask) -> Line:
    """What, who and when, and our answer or by when it comes."""
    said = ANSWERS.get(ask.answer, WAITS[ask.form])
    return Line(title=TITLES[ask.form], details=f"{ask.by_name} · {day(ask.at, weekday=False)}", answer=said)
