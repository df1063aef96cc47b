"""A real database, a clock that stands until it is moved, and people who have just registered."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from engine import SetClock
from webapp.accounts import Accounts, CodeSent, PersonDetails, SignedIn
from webapp.accounts.models import Person
from webapp.db import Base, Database

KEY = b"the server's key, only for tests"
PASSWORD = "four-Winds 77 lanterns"
HOME = "203.0.113.7"
JO = PersonDetails(
    email="jo.bell@example.org",
    first_name="Jo",
    last_name="Bell",
    title="Ms",
    address_lines=("1 Mill Lane", "Penrith"),
    postcode="ca11 7aa",
    area="eden",
    telephones=("01632 960 001",),
)


class Make:
    """Short words for what a test needs before it starts."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts

    def person(self, email: str = JO.email, *, kind: str = "family") -> Person:
        details = PersonDetails(email=email, first_name="Jo", last_name="Bell")
        return self.accounts.people.add(details, kind=kind, password=PASSWORD)

    def challenge(self, email: str = JO.email, password: str = PASSWORD) -> CodeSent:
        sent = self.accounts.sign_in(email, password, address=HOME)
        assert isinstance(sent, CodeSent)
        return sent

    def code(self, sent: CodeSent) -> str:
        mail = self.accounts.email_code(sent.challenge_id)
        assert mail
        return mail.secret

    def wrong_code(self, sent: CodeSent) -> str:
        return f"{(int(self.code(sent)) + 1) % 1_000_000:06}"

    def signed_in(self, email: str = JO.email) -> SignedIn:
        sent = self.challenge(email)
        outcome = self.accounts.enter_code(sent.token, self.code(sent))
        assert isinstance(outcome, SignedIn)
        return outcome


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 1, 13, 9, 0, tzinfo=UTC))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'portal.db'}")
    Base.metadata.create_all(database.engine)
    yield database
    database.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        yield session


@pytest.fixture
def accounts(session: Session, clock: SetClock) -> Accounts:
    return Accounts(session, KEY, clock)


@pytest.fixture
def make(accounts: Accounts) -> Make:
    return Make(accounts)
