"""Who belongs to which candidate group, for which business key, how far and until when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement, or_, select

from webapp.accounts.desk import Desk
from webapp.accounts.models import Membership, Person

FULL, VIEW_ONLY = "full", "view_only"
LATEST = Membership.granted_at.desc(), Membership.ended_at.is_(None).desc(), Membership.ended_at.desc()


class Holder(Protocol):
    """Somebody with an account: its row, or what a page knows of whoever has signed in."""

    @property
    def reference(self) -> str: ...

    @property
    def name(self) -> str: ...


class Memberships:
    """Grant, list and end memberships."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def grant(
        self,
        person: Person,
        group: str,
        business_key: str | None = None,
        *,
        origin: str,
        scope: str = FULL,
        granted_by: Person | None = None,
        expires_at: datetime | None = None,
        areas: Sequence[str] = (),
    ) -> Membership:
        """The membership from now on; one that is already so is left as it is, another scope or areas replace it."""
        wanted = (scope, expires_at, list(areas))
        for held in self._held(person, group, business_key):
            if (held.scope, held.expires_at, held.areas) == wanted:
                return held
            self.end(held)
        membership = Membership(
            person_id=person.id,
            candidate_group=group,
            business_key=business_key,
            scope=scope,
            areas=list(areas),
            origin=origin,
            granted_by=granted_by.id if granted_by else None,
            granted_at=self.desk.now,
            expires_at=expires_at,
        )
        self.desk.session.add(membership)
        self.desk.session.flush()
        return membership

    def begin(self, people: Sequence[Person], group: str, *, origin: str) -> None:
        """Each new account's membership for its own reference, all at once: they hold nothing yet."""
        made = [
            Membership(
                person_id=person.id,
                candidate_group=group,
                business_key=person.reference,
                scope=FULL,
                origin=origin,
                granted_at=self.desk.now,
            )
            for person in people
        ]
        self.desk.session.add_all(made)
        self.desk.session.flush()

    def end(self, membership: Membership) -> None:
        """Not from the next request on."""
        membership.ended_at = self.desk.now
        self.desk.session.flush()

    def stands(self, membership_id: str) -> bool:
        """Does this very membership still open something?"""
        very = Membership.id == membership_id
        held = select(Membership.id).where(very, *self._current(), Membership.held_at.is_(None))
        return self.desk.session.scalar(held) is not None

    def of(self, person: Holder) -> list[Membership]:
        """What this person holds now and may use, by group and business key."""
        whose = Membership.person_id == select(Person.id).where(Person.reference == person.reference).scalar_subquery()
        mine = select(Membership).where(whose, *self._current(), Membership.held_at.is_(None))
        order = (Membership.candidate_group, Membership.business_key, Membership.granted_at)
        return list(self.desk.session.scalars(mine.order_by(*order)))

    def for_key(self, business_key: str) -> list[Membership]:
        """Who holds something for exactly this business key now, the longest holder first."""
        held = select(Membership).where(Membership.business_key == business_key, *self._current())
        return list(self.desk.session.scalars(held.order_by(Membership.granted_at)))

    def in_group(self, group: str, business_key: str) -> list[Membership]:
        """Who belongs to the group now, for this business key or for all."""
        covers = or_(Membership.business_key == business_key, Membership.business_key.is_(None))
        held = select(Membership).where(Membership.candidate_group == group, covers, *self._current())
        return list(self.desk.session.scalars(held.order_by(Membership.granted_at)))

    def find(self, person: Person, group: str, business_key: str) -> Membership | None:
        """The membership by which this person belongs to the group for this key, the key's own first."""
        held = [*self._held(person, group, business_key), *self._held(person, group, None)]
        return held[0] if held else None

    def latest(self, person: Person, group: str, business_key: str) -> Membership | None:
        """The one that was granted last for this very key, though it has ended or run out."""
        theirs = select(Membership).where(
            Membership.person_id == person.id,
            Membership.candidate_group == group,
            Membership.business_key == business_key,
        )
        return self.desk.session.scalar(theirs.order_by(*LATEST).limit(1))

    def _held(self, person: Person, group: str, business_key: str | None) -> list[Membership]:
        held = select(Membership).where(
            Membership.person_id == person.id,
            Membership.candidate_group == group,
            Membership.business_key == business_key,
            *self._current(),
        )
        return list(self.desk.session.scalars(held))

    def _current(self) -> tuple[ColumnElement[bool], ...]:
        now = self.desk.now
        unexpired = or_(Membership.expires_at.is_(None), Membership.expires_at > now)
        return Membership.ended_at.is_(None), unexpired
