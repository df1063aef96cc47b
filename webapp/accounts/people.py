"""People with an account: found, added, disabled."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.accounts import factors, hashing, passwords
from webapp.accounts.desk import Desk
from webapp.accounts.details import PersonDetails, username
from webapp.accounts.errors import EmailTaken, PersonUnknown
from webapp.accounts.memberships import Memberships
from webapp.accounts.models import Person, ServiceUsed, Telephone
from webapp.accounts.sessions import Sessions
from webapp.accounts.tokens import reference

FAMILY, STAFF, PROFESSIONAL = "family", "staff", "professional"
ACCOUNT_HOLDER, CITIZEN = "account_holder", "citizen"
ADMINISTRATOR = "administrator"  # the candidate group of those who run the portal


class People:
    """The register of accounts."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def get(self, person_id: str) -> Person:
        """Raises PersonUnknown."""
        person = self.desk.session.get(Person, person_id)
        if person is None:
            raise PersonUnknown
        return person

    def by_reference(self, reference: str) -> Person:
        """Raises PersonUnknown."""
        person = self.desk.session.scalar(select(Person).where(Person.reference == reference))
        if person is None:
            raise PersonUnknown
        return person

    def locked(self, reference: str) -> Person:
        """The same as it is now, and nobody else changes it until the transaction ends; raises PersonUnknown."""
        wanted = select(Person).where(Person.reference == reference).with_for_update()
        if (person := self.desk.session.scalar(wanted.execution_options(populate_existing=True))) is None:
            raise PersonUnknown
        return person

    def by_email(self, email: str) -> Person | None:
        """Whose username this is, however it is typed."""
        return self.desk.session.scalar(select(Person).where(Person.email == username(email)))

    def add(self, details: PersonDetails, *, kind: str = FAMILY, password: str | None = None) -> Person:
        """An account by an administrator's hand; raises EmailTaken, EmailNotValid, PasswordTooWeak."""
        if password is not None:
            passwords.require_strong(password, own_words(details))
        password_hash = hashing.hash_password(password) if password is not None else None
        return self.create(details, kind=kind, password_hash=password_hash, origin="administrator")

    def create(self, details: PersonDetails, *, kind: str, password_hash: str | None, origin: str) -> Person:
        """A confirmed account that may sign in and holds its own reference; raises EmailTaken."""
        known = details.clean()
        if self.by_email(known.email):
            raise EmailTaken
        (mine,) = self._free_references(1)
        person = self._row(known, kind, password_hash, mine)
        self.desk.session.add(person)
        try:
            self.desk.session.flush()
        except IntegrityError:  # made at the same moment, by another link
            raise EmailTaken from None
        factors.prepare(self.desk, person)
        Memberships(self.desk).grant(person, ACCOUNT_HOLDER, person.reference, origin=origin)
        return person

    def create_many(self, everybody: Sequence[PersonDetails], *, kind: str, origin: str) -> None:
        """The same for many without passwords whose addresses nobody here has."""
        references = self._free_references(len(everybody))
        people = [self._row(one.clean(), kind, None, mine) for one, mine in zip(everybody, references, strict=True)]
        self.desk.session.add_all(people)
        self.desk.session.flush()
        factors.prepare(self.desk, *people)
        Memberships(self.desk).begin(people, ACCOUNT_HOLDER, origin=origin)

    def disable(self, person: Person) -> None:
        """Signed out everywhere and unable to sign in; the records stay."""
        person.disabled_at = self.desk.now
        Sessions(self.desk).end_all(person, because="account disabled")

    def enable(self, person: Person) -> None:
        """May sign in again, with what they were."""
        person.disabled_at = None
        self.desk.session.flush()

    def finish_two_factor(self, person: Person) -> None:
        """Two-factor set-up is complete; a family member may now do what every citizen may."""
        factors.turn_on(self.desk, person)
        if person.kind == FAMILY:
            Memberships(self.desk).grant(person, CITIZEN, origin="two_factor_setup")

    def _row(self, known: PersonDetails, kind: str, password_hash: str | None, mine: str) -> Person:
        numbers = enumerate(known.telephones, start=1)
        return Person(
            reference=mine,
            kind=kind,
            email=known.email,
            title=known.title,
            first_name=known.first_name,
            last_name=known.last_name,
            address_lines=list(known.address_lines),
            postcode=known.postcode,
            area=known.area,
            password_hash=password_hash,
            created_at=self.desk.now,
            confirmed_at=self.desk.now,
            telephones=[Telephone(position=at, number=number, since=self.desk.now) for at, number in numbers],
            services=[ServiceUsed(service=service) for service in known.services],
        )

    def _free_references(self, number: int) -> list[str]:
        free: set[str] = set()
        while len(free) < number:
            drawn = {reference("PER", 5) for _ in range(number - len(free))}
            taken = select(Person.reference).where(Person.reference.in_(drawn))
            free |= drawn - set(self.desk.session.scalars(taken))
        return list(free)


def own_words(details: PersonDetails | Person) -> tuple[str, ...]:
    """What this person's password must not be made of."""
    return details.first_name, details.last_name, details.email
