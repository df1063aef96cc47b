"""More time in words: what somebody of the family asked for, and what we answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.contributions.models import AGREED, CHILD_VIEWS, NEEDLESS, REFUSED, VIEWS, WANTED, MoreTime
from webapp.london import london_day
from webapp.presenters.contributions import TITLES
from webapp.presenters.stands import Says
from webapp.presenters.words import Tag, day

SHOWN = 3  # of the newest, on a case's page
ANSWERS = (  # value, what the officer chooses
    (AGREED, "Yes, there is more time", ""),
    (REFUSED, "No, the day stays", "They read why, and how else we help."),
    (NEEDLESS, "It is not needed any more", "It has come, or they have said so. They get no mail."),
)
OFFERS = {  # value -> what the officer chooses, what the family reads
    "telephone": ("Somebody rings them", "We can ring you: you tell us, and we write it down."),
    "meeting": ("We meet", "We can meet you."),
    "writing": ("Somebody writes it down for them", "Somebody can write it down for you."),
    "interpreter": ("An interpreter or a signer", "We can bring an interpreter or a signer."),
}
TAGS = {WANTED: Tag("We answer soon", "brand"), REFUSED: Tag("We cannot give more time", "soon")}


@dataclass(frozen=True, kw_only=True)
class WishRow:
    """One wish on the page of whoever has it."""

    title: str
    lines: tuple[str, ...]
    tag: Tag


def rows(wishes: Iterable[MoreTime], says: Says) -> list[WishRow]:
    """The newest; what was not needed any more is left out."""
    return [_row(wish, says) for wish in wishes if wish.state != NEEDLESS][:SHOWN]


def title(wish: MoreTime, titles: Mapping[str, str]) -> str:
    """What it is about: `titles` are those of its reader."""
    return titles[wish.about] if wish.about in (VIEWS, CHILD_VIEWS) else wish.about_words


def _row(wish: MoreTime, says: Says) -> WishRow:
    asked = f"You asked for more time on {day(london_day(wish.asked_at))}."
    new_day = f"You have until {day(wish.until)}." if wish.until else ""
    offers = [OFFERS[each][1] for each in wish.offers]
    tag = Tag(f"Until {day(wish.until, weekday=False)}", "good") if wish.until else TAGS[wish.state]
    return WishRow(
        title=says(title(wish, TITLES)), lines=tuple(filter(None, (asked, new_day, wish.words, *offers))), tag=tag
    )
