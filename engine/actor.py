"""Who acts: a person, a visitor with a ticket, or the portal itself, and the groups they stand in."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Membership:
    """In this candidate group, for one business key or (None) for all."""

    group: str
    business_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Id and name as history shows them, and memberships as the host found them."""

    id: str
    name: str
    memberships: frozenset[Membership] = frozenset()

    def belongs(self, group: str, business_key: str) -> bool:
        """Whether a membership covers this group and business key."""
        return any(m.group == group and m.business_key in (None, business_key) for m in self.memberships)


PORTAL = Actor(id="portal", name="The portal")
