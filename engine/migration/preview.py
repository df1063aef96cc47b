"""What a migration would do to one instance, as shown before and kept to when it is carried out."""

from dataclasses import dataclass
from datetime import datetime

from engine.drawing import Element


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that the instance waits for: it stays, it ends, or it begins with the migration."""

    what: str  # user task, timer, message, signal
    fate: str  # stays, ends, begins
    token: int
    element_id: str  # of the new version; of the old one when it ends
    was: str = ""  # the element of the old version when it stays
    due_at: datetime | None = None  # from now on; None without one
    claimed_by: str = ""  # name of the person whose claim stays
    claim_ends: bool = False  # none of the groups that could claim it is a group of the task any more
    drafts: int = 0  # people who have typed something; it stays


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What happens to an instance, or what keeps it on its version; true as long as it takes no step."""

    instance_id: int
    business_key: str
    row_version: int
    moves: tuple[tuple[str, str], ...] = ()  # element of the old version and of the new one, for each token
    changes: tuple[Change, ...] = ()
    blocks: tuple[str, ...] = ()  # sentences; empty when it can be migrated

    @property
    def possible(self) -> bool:
        """Whether nothing blocks it."""
        return not self.blocks


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one instance; `causes` are sentences, empty when it has been migrated."""

    instance_id: int
    causes: tuple[str, ...] = ()

    @property
    def migrated(self) -> bool:
        """Whether it goes on on the new version."""
        return not self.causes


def kind(element: Element) -> str:
    """What a token waits for at this element."""
    if element.timer:
        return "timer"
    if element.signal:
        return "signal"
    return "message" if element.message else "user task"
