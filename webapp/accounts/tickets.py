"""Tickets: what lets somebody without an account act for one business key in one group."""

from datetime import datetime

from sqlalchemy import select, update

from webapp.accounts.desk import Desk
from webapp.accounts.models import Invitation, Ticket
from webapp.accounts.tokens import fingerprint, random_token


class Tickets:
    """Issue, find and end tickets."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def issue(
        self,
        business_key: str,
        group: str,
        *,
        expires_at: datetime,
        invitation: Invitation | None = None,
        holder: str = "",
        token: str = "",
    ) -> str:
        """A new ticket; returns its token for a cookie (random, if none is given), stored only as a fingerprint."""
        token = token or random_token()
        ticket = Ticket(
            token_hash=fingerprint(token),
            business_key=business_key,
            candidate_group=group,
            invitation_id=invitation.id if invitation else None,
            holder=holder,
            created_at=self.desk.now,
            expires_at=expires_at,
        )
        self.desk.session.add(ticket)
        self.desk.session.flush()
        return token

    def find(self, token: str) -> Ticket | None:
        """The ticket of this token, if it still stands."""
        wanted = select(Ticket).where(
            Ticket.token_hash == fingerprint(token),
            Ticket.ended_at.is_(None),
            Ticket.expires_at > self.desk.now,
        )
        return self.desk.session.scalar(wanted.execution_options(populate_existing=True))

    def end_one(self, ticket: Ticket) -> None:
        """This ticket stands no more."""
        ticket.ended_at = self.desk.now
        self.desk.session.flush()

    def end_of(self, invitation: Invitation) -> None:
        """No ticket of this invitation stands any more."""
        standing = update(Ticket).where(Ticket.invitation_id == invitation.id, Ticket.ended_at.is_(None))
        self.desk.session.execute(standing.values(ended_at=self.desk.now))

    def end(self, business_key: str) -> None:
        """No ticket for this business key stands any more."""
        standing = update(Ticket).where(Ticket.business_key == business_key, Ticket.ended_at.is_(None))
        self.desk.session.execute(standing.values(ended_at=self.desk.now))
