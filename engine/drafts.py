"""Drafts: what one person has typed in one place: "task:<id>", "start:<process>", or a name of the host's."""

from collections.abc import Container, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from engine.actor import Actor
from engine.desk import Desk
from engine.errors import Outdated
from engine.models import Record, draft
from engine.sizes import refuse_excess
from engine.sql import Statement

FORGET_DRAFTS = Statement(delete(draft).where(draft.c.place == bindparam("at")))


class Drafts:
    """The drafts of one session."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._connection = desk, desk.connection

    def draft(self, place: str, *, of: Actor) -> Record | None:
        """What this person has typed so far."""
        query = select(draft).where(draft.c.owner == of.id, draft.c.place == place)
        return self._connection.execute(query).first()

    def save_draft(self, place: str, entries: Mapping[str, list[str]], *, of: Actor, version: int) -> int:
        """Keep what was typed; `version` is the one that was shown (0 when none). Raises Outdated, TooLarge."""
        refuse_excess("This draft is", entries)
        values = {"entries": dict(entries), "version": version + 1, "saved_at": self._desk.now}
        found = self.draft(place, of=of)
        if found is None:
            self._connection.execute(insert(draft).values(owner=of.id, place=place, **{**values, "version": 1}))
            return 1
        changed = self._connection.execute(
            update(draft).where(draft.c.id == found.id, draft.c.version == version).values(values)
        ).rowcount
        if not changed:
            raise Outdated
        return version + 1

    def discard_draft(self, place: str, *, of: Actor) -> bool:
        """Forget what was typed; of two at the same moment one is told that there was something."""
        gone = delete(draft).where(draft.c.owner == of.id, draft.c.place == place)
        return bool(self._connection.execute(gone).rowcount)

    def forget_drafts(self, place: str, *, before: datetime) -> None:
        """Forget what everybody has typed in this place and not touched since."""
        self._connection.execute(delete(draft).where(draft.c.place == place, draft.c.saved_at < before))

    def rename_drafts(self, start: str, to: str, *, only: Container[int] | None = None) -> list[int]:
        """Places that begin with `start` begin with `to`, unless their owner has typed something there; ids of drafts.

        With `only`, no others than these.
        """
        c = draft.c
        found = self._connection.execute(
            select(c.id, c.owner, c.place).where(c.place.startswith(start, autoescape=True))
        )
        moved = []
        for row in [each for each in found if only is None or each.id in only]:
            place = to + row.place.removeprefix(start)
            taken = select(c.id).where(c.owner == row.owner, c.place == place)
            if self._connection.execute(taken).first() is None:
                self._connection.execute(update(draft).where(c.id == row.id).values(place=place))
                moved.append(row.id)
        return moved

    def _move_draft(self, place: str, owner: str, to: str) -> bool:
        """What was typed goes along, and takes the place of what the other had typed before; was there any?"""
        c = draft.c
        found = self._connection.scalar(select(c.id).where(c.place == place, c.owner == owner))
        if found is None:
            return False
        self._connection.execute(delete(draft).where(c.place == place, c.owner == to))
        self._connection.execute(update(draft).where(c.id == found).values(owner=to))
        return True
