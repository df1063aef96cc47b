"""Rights that pass to a young person, in words: what changes and when, what may be answered, what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from forms import Option
from webapp.coming_of_age import inviting
from webapp.coming_of_age.asking import HOW
from webapp.coming_of_age.days import Days
from webapp.coming_of_age.deciding import KEEP
from webapp.coming_of_age.models import EVERYTHING, NOTHING, READ, SharingWish
from webapp.presenters.words import day

WISHES = {
    EVERYTHING: ("Everything", "They read it, and may add to it and answer for themselves, as now."),
    READ: ("Read it only", "They see what is there. They cannot add to it or answer."),
    NOTHING: ("Nothing", "They cannot open my record any more. I can change my mind later."),
}
DECISIONS = {
    KEEP: ("As it is now", "Nothing changes for them."),
    EVERYTHING: ("Everything", "They read it, add to it and answer for themselves."),
    READ: ("Read it only", "They see what is there, and can do nothing."),
    NOTHING: ("Nothing", "Their access ends. They are told by mail, without details."),
}
WAYS = {
    inviting.INVITE: ("We invite them by email", "They make an account, and may read their record until rights pass."),
    inviting.HAS_ACCOUNT: ("They can see their record already", ""),
    inviting.WITHOUT: ("They want no account, or cannot use one", "We ask them in a talk or by letter."),
}
TOLD_BY = dict(zip(HOW, ("By phone", "In a talk", "By letter", "Somebody helped them to tell us"), strict=True))


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that changes, on a day; texts have both wordings in them."""

    heading: str
    words: tuple[str, ...]


def options(kinds: dict[str, tuple[str, str]]) -> list[Option]:
    """As the fields of a page want them."""
    return [Option(value=value, label=label, hint=hint) for value, (label, hint) in kinds.items()]


def changes(days: Days, today: date) -> tuple[Change, ...]:
    """What changes and when, in the order of time."""
    has_passed = today > days.last_of_parents
    now = "Since then" if has_passed else "From then on"
    return (
        Change(
            heading=f"After {day(days.last_of_parents)}",
            words=(
                f"{now} [{{child}} decides | you decide] about the plan and everything around it. "
                "That is the law in England: the rights pass after the last Friday in June of the school year in which "
                "[a young person becomes 16 | you become 16].",
                "Letters and questions then go to [{child} | you]. [{child} | You] can ask for copies for a parent.",
            ),
        ),
        Change(
            heading="Who may see the record",
            words=(
                "We ask [{child} | you] who may see the record. Until [{child} has | you have] answered and an officer "
                "has looked at it, everybody who can see it now still sees it. Nobody loses it because of silence.",
            ),
        ),
        Change(
            heading=f"On {day(days.adult_on)}",
            words=(
                "[{child} is | You are] 18. Parental responsibility ends on that day. The plan does not: it can go on "
                "until 25.",
            ),
        ),
        Change(
            heading="If [{child} cannot | you cannot] decide something",
            words=(
                "Everybody is taken to be able to decide. If somebody cannot decide one thing, even with help, an "
                "officer writes down for that one thing who was asked, and on which day. Then a parent decides it for "
                "[them | you].",
            ),
        ),
    )


def was_said(wish: SharingWish | None) -> str:
    """What the young person says about somebody, for officers."""
    if wish is None:
        return "Nothing was said about them."
    label = WISHES[wish.wish][0]
    how = f" ({TOLD_BY[wish.how].lower()}, {day(wish.told_on, weekday=False)})" if wish.how and wish.told_on else ""
    return f"{label}{how}."


def was_decided(wish: SharingWish) -> str:
    """What an officer has carried out."""
    if wish.decided_at is None:
        return "Not decided yet."
    because = f" {wish.decided_because}" if wish.decided_because else ""
    return f"{DECISIONS[wish.decided][0]}, {day(wish.decided_at, weekday=False)}.{because}"


def relation(relationship: str, labels: Mapping[str, Mapping[str, str]]) -> str:
    """“mother”; empty where it is not known."""
    return labels["relationships"].get(relationship, "").lower()
