"""The cookies that the portal sets: named here once, for those who set them and for the page about them."""

from dataclasses import dataclass

from webapp.config import Config


@dataclass(frozen=True)
class Cookie:
    """A cookie in words: its name without prefix, what it is for, and how long it stays."""

    key: str
    purpose: str
    lasts: str


COOKIES = (
    Cookie(
        "session",
        "Keeps your place: that you have signed in, and that a form came from you.",
        "Until you sign out or close your browser",
    ),
    Cookie(
        "ticket",
        "Lets you finish registering, or answer a link that we sent you, before you have an account.",
        "Until that is done",
    ),
    Cookie(
        "device",
        "Knows this browser again, so that nobody can lock you out by guessing your password somewhere else.",
        "180 days",
    ),
    Cookie(
        "way",
        "Remembers what you signed in with in this browser, such as a code by email, to ask for it first next time.",
        "180 days",
    ),
)


def rows(config: Config) -> list[tuple[str, str, str]]:
    """Name in the browser, purpose, lasts: one row for each cookie."""
    return [(config.cookie(each.key), each.purpose, each.lasts) for each in COOKIES]
