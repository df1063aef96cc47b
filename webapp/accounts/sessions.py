"""Browsers that are signed in: rows with an idle limit and a last hour, ended on the server."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from webapp.accounts.desk import Desk
from webapp.accounts.errors import SessionUnknown
from webapp.accounts.models import Person, WebSession
from webapp.accounts.tokens import fingerprint, random_token

IDLE = {
    "family": timedelta(minutes=30),
    "professional": timedelta(minutes=30),
    "staff": timedelta(minutes=15),
}
LONGEST = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)


class Sessions:
    """Start, find, list and end the sessions of people."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def start(self, person: Person, *, browser: str = "") -> str:
        """A new session, after both steps; returns the token for the cookie, which is stored only as a fingerprint."""
        token = random_token()
        row = WebSession(
            person_id=person.id,
            token_hash=fingerprint(token),
            browser=browser,
            created_at=self.desk.now,
            last_seen_at=self.desk.now,
            proved_at=self.desk.now,
            ends_at=self.desk.now + LONGEST,
        )
        self.desk.session.add(row)
        self.desk.session.flush()
        return token

    def find(self, token: str) -> WebSession | None:
        """The session of this cookie, if it is open and its owner may still sign in; changes nothing."""
        wanted = select(WebSession).where(WebSession.token_hash == fingerprint(token))
        whole = joinedload(WebSession.person).joinedload(Person.second_factors)  # every request asks: one statement
        found = self.desk.session.scalars(wanted.options(whole).execution_options(populate_existing=True))
        row = found.unique().one_or_none()
        return row if row and self._open(row) else None

    def get(self, token: str) -> WebSession:
        """The same; raises SessionUnknown when it is not open."""
        row = self.find(token)
        if row is None:
            raise SessionUnknown
        return row

    def ran_out(self, token: str) -> WebSession | None:
        """The session of this cookie that nobody has ended: its time is over, or about to be."""
        wanted = select(WebSession).where(WebSession.token_hash == fingerprint(token), WebSession.ended_at.is_(None))
        row = self.desk.session.scalar(wanted)
        return row if row and row.person.active else None

    def is_quiet(self, row: WebSession) -> bool:
        """Is there nothing to write down when somebody uses it now?"""
        return not row.to_be_renewed and self.desk.now - row.last_seen_at < TOUCH_EVERY

    def touch(self, row: WebSession) -> None:
        """Somebody used it just now; written at most once a minute."""
        if self.desk.now - row.last_seen_at >= TOUCH_EVERY:
            row.last_seen_at = self.desk.now
            self.desk.session.flush()

    def renew(self, row: WebSession) -> str:
        """A new token for the same session when its powers change; the old one stops working."""
        token = random_token()
        row.token_hash, row.to_be_renewed = fingerprint(token), False
        self.desk.session.flush()
        return token

    def prove(self, row: WebSession) -> str:
        """A second factor was shown just now; returns the new token, as `renew`."""
        row.proved_at = self.desk.now
        return self.renew(row)

    def renew_all(self, person: Person) -> None:
        """This person's powers have changed: each of their browsers gets a new token with its next page."""
        mine = update(WebSession).where(WebSession.person_id == person.id, WebSession.ended_at.is_(None))
        self.desk.session.execute(mine.values(to_be_renewed=True))

    def of(self, person: Person) -> list[WebSession]:
        """This person's open sessions, the newest first."""
        mine = select(WebSession).where(WebSession.person_id == person.id, WebSession.ended_at.is_(None))
        rows = self.desk.session.scalars(mine.order_by(WebSession.created_at.desc()))
        return [row for row in rows if self._open(row)]

    def end(self, row: WebSession, *, because: str = "signed out") -> None:
        """This browser is signed out, also a copy of its cookie."""
        row.ended_at, row.ended_because = self.desk.now, because
        self.desk.session.flush()

    def end_own(self, person: Person, session_id: str) -> None:
        """End one of one's own sessions from the list; raises SessionUnknown for anybody else's."""
        row = next((row for row in self.of(person) if row.id == session_id), None)
        if row is None:
            raise SessionUnknown
        self.end(row, because="ended by its owner")

    def end_all(self, person: Person, *, because: str) -> None:
        """This person is signed out everywhere."""
        mine = update(WebSession).where(WebSession.person_id == person.id, WebSession.ended_at.is_(None))
        self.desk.session.execute(mine.values(ended_at=self.desk.now, ended_because=because))

    def end_others(self, person: Person, here: WebSession, *, because: str) -> None:
        """This person is signed out everywhere else."""
        others = update(WebSession).where(WebSession.person_id == person.id, WebSession.id != here.id)
        open_ones = others.where(WebSession.ended_at.is_(None))
        self.desk.session.execute(open_ones.values(ended_at=self.desk.now, ended_because=because))

    def _open(self, row: WebSession) -> bool:
        now, idle = self.desk.now, IDLE[row.person.kind]
        in_time = now < min(row.ends_at, row.last_seen_at + idle)
        return row.ended_at is None and in_time and row.person.active
