"""Existing accounts of the Citizen Portal, from a CSV file: nobody registers twice.

The file is read row by row and taken some rows at a time, so its length does not matter. The same file again
changes nothing, and what an owner has changed since is never overwritten.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp import csv_rows
from webapp.accounts.closing import mark
from webapp.accounts.desk import Desk
from webapp.accounts.details import TELEPHONES, PersonDetails, digits
from webapp.accounts.errors import EmailNotValid, ImportUnreadable, RowRefused
from webapp.accounts.models import EmailChange, Person, ServiceUsed, Telephone
from webapp.accounts.people import FAMILY, People
from webapp.accounts.tokens import fingerprint

COLUMNS = ("email", "title", "first_name", "last_name", "phones", "services")
SEVERAL = ";"  # between the phones, and between the services, of one cell
LONGEST_NAME, LONGEST_PHONE, FEWEST_DIGITS = 200, 30, 6
PHONE = re.compile(r"[+(]?[0-9][0-9\s().\-\u2010-\u2015]*(ext\.?\s*[0-9]+)?", re.IGNORECASE)
AT_ONCE = 500  # rows in one transaction
ServiceNames = Mapping[str, str]  # how a file may call a service, in small letters -> its value


@dataclass(frozen=True)
class Finding:
    """A row that is left out: the line of the file on which it begins, what is wrong, and the remedy."""

    line: int
    what: str
    remedy: str


@dataclass(frozen=True)
class Row:
    """A row that can be taken."""

    line: int
    details: PersonDetails
    again: bool  # the same person stands further up


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What became of some rows."""

    created: int = 0
    merged: int = 0
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: "ImportReport") -> "ImportReport":
        return ImportReport(
            created=self.created + other.created,
            merged=self.merged + other.merged,
            unchanged=self.unchanged + other.unchanged,
            findings=self.findings + other.findings,
        )


def read(lines: Iterable[str], services: ServiceNames) -> Iterator[Row | Finding]:
    """Each row that is not blank, checked; raises ImportUnreadable for a file of another kind."""
    seen: dict[bytes, tuple[int, bytes]] = {}  # fingerprints, not addresses: of all rows this alone is kept
    for line, cells in _cells(lines):
        try:
            details = _details(cells, services)
            again = _stands_above(seen, line, details)
        except RowRefused as refused:
            yield Finding(line, refused.reason, refused.remedy)
        else:
            yield Row(line, details, again)


def check_shape(lines: Iterable[str]) -> None:
    """Read it once for its shape alone, before anything is written; raises ImportUnreadable."""
    for _ in _cells(lines):
        pass


def take(desk: Desk, rows: Sequence[Row | Finding], *, dry_run: bool) -> ImportReport:
    """Add each row, or join it with the account of the same address; on a dry run say so and change nothing.

    Nobody gets a password: imported people choose one through the reset link."""
    findings = [row for row in rows if isinstance(row, Finding)]
    intake = _Intake(desk, [row for row in rows if isinstance(row, Row)], dry_run)
    return intake.report() + ImportReport(findings=tuple(findings))


class _Intake:
    """Some rows beside the accounts that are there already."""

    def __init__(self, desk: Desk, rows: list[Row], dry_run: bool) -> None:
        self.desk, self.rows, self.dry_run = desk, rows, dry_run
        emails = [row.details.email for row in rows]
        self.known, self.closed = _known(desk, emails), _closed(desk, emails)
        self.new: dict[str, PersonDetails] = {}

    def report(self) -> ImportReport:
        outcomes = [self._one(row) for row in self.rows if row.details.email not in self.closed]
        findings = tuple(each for each in outcomes if isinstance(each, Finding))
        if not self.dry_run:
            People(self.desk).create_many(list(self.new.values()), kind=FAMILY, origin="import")
        self.desk.session.flush()
        created, merged = outcomes.count("created"), outcomes.count("merged")
        unchanged = len(self.rows) - created - merged - len(findings)
        return ImportReport(created=created, merged=merged, unchanged=unchanged, findings=findings)

    def _one(self, row: Row) -> str | Finding:
        """What becomes of a row."""
        email = row.details.email
        if person := self.known.get(email):
            return self._joined_with(person, row)
        if email not in self.new:
            self.new[email] = row.details
            return "merged" if row.again else "created"  # on a dry run the row above is in no table
        before = self.new[email]
        self.new[email] = _joined(before, row.details)
        return "unchanged" if self.new[email] == before else "merged"

    def _joined_with(self, person: Person, row: Row) -> str | Finding:
        """Added to an account that is there already, if it is the same person's and a family's."""
        if person.kind != FAMILY:
            what = "This email address belongs to an account for somebody's work."
            return Finding(row.line, what, "Leave the line out: such accounts are changed by their owners.")
        if _called(person) != _called(row.details) and not person.closed_at:
            what = "There is an account with this email address and another name."
            return Finding(row.line, what, "Ask its owner. Leave the line out, or write the name as they do.")
        merged = _merge(person, row.details, dry_run=self.dry_run, now=self.desk.now)
        return "merged" if merged else "unchanged"


def _known(desk: Desk, emails: list[str]) -> dict[str, Person]:
    """Accounts by the address of a row: their own, or one that their owner has changed since."""
    people = select(Person).options(selectinload(Person.telephones), selectinload(Person.services))
    former = select(EmailChange.old_email, EmailChange.person_id).where(EmailChange.done_at.is_not(None))
    moved = dict(desk.session.execute(former.where(EmailChange.old_email.in_(emails))).all())
    movers = {each.id: each for each in desk.session.scalars(people.where(Person.id.in_(moved.values())))}
    own = {each.email: each for each in desk.session.scalars(people.where(Person.email.in_(emails)))}
    return {email: movers[person_id] for email, person_id in moved.items()} | own


def _closed(desk: Desk, emails: list[str]) -> set[str]:
    """Addresses whose owners closed their account: the list that once brought them does not bring them back."""
    marks = {mark(desk, email): email for email in emails}
    found = desk.session.scalars(select(Person.closed_as).where(Person.closed_as.in_(marks)))
    return {marks[each] for each in found if each}


def _called(one: Person | PersonDetails) -> str:
    return f"{one.first_name} {one.last_name}".casefold()


def _merge(person: Person, details: PersonDetails, *, dry_run: bool, now: datetime) -> bool:
    """Add what is new; what the owner has said or taken away stays so. Was there anything?"""
    if person.closed_at:
        return False
    listed = {row.service for row in person.services}  # with those that the owner has taken off
    services = [service for service in details.services if service not in listed]
    numbers = [] if person.telephones_changed_at else _new_numbers(person, details.telephones)
    if not dry_run:
        person.services += [ServiceUsed(service=service) for service in services]
        first = len(person.telephones) + 1
        person.telephones += [
            Telephone(position=at, number=number, since=now) for at, number in enumerate(numbers, first)
        ]
    return bool(services or numbers)


def _new_numbers(person: Person, numbers: tuple[str, ...]) -> list[str]:
    known = {digits(row.number) for row in person.telephones}
    fresh = [number for number in numbers if digits(number) not in known]
    return fresh[: max(0, TELEPHONES - len(known))]


def _joined(one: PersonDetails, other: PersonDetails) -> PersonDetails:
    """Two rows about one person."""
    telephones = {digits(number): number for number in (*other.telephones, *one.telephones)}
    kept = [number for number in (*one.telephones, *other.telephones) if telephones[digits(number)] == number]
    services = (*one.services, *other.services)
    return replace(one, telephones=tuple(kept), services=services).clean()


def _cells(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row that is not blank, in the order of COLUMNS, with the line on which it begins."""
    try:
        yield from csv_rows.cells(lines, COLUMNS)
    except csv_rows.Misshapen as fault:
        raise ImportUnreadable(str(fault), COLUMNS) from fault


def _details(row: list[str], services: ServiceNames) -> PersonDetails:
    if len(row) > len(COLUMNS):
        raise RowRefused(
            "There are more cells than the first line has names.", "Look for a quotation mark that is missing."
        )
    email, title, first_name, last_name, phones, used = row
    details = PersonDetails(
        email=email,
        title=title,
        first_name=first_name,
        last_name=last_name,
        telephones=_several(phones),
        services=tuple(_service(name, services) for name in _several(used)),
    )
    _check_telephones(details.telephones)
    return _check_names(_cleaned(details))


def _service(name: str, services: ServiceNames) -> str:
    if name.lower() not in services:
        known = ", ".join(dict.fromkeys(services.values()))
        raise RowRefused(f"“{name[:LONGEST_PHONE]}” is no service that we know.", f"Write one of {known}.")
    return services[name.lower()]


def _cleaned(details: PersonDetails) -> PersonDetails:
    try:
        return details.clean()
    except EmailNotValid:
        what = f"“{details.email[:LONGEST_NAME]}” is no email address."
        raise RowRefused(
            what, "Write it like name@example.com. Without one, the person registers by themselves."
        ) from None


def _check_telephones(numbers: tuple[str, ...]) -> None:
    if len(numbers) > TELEPHONES:
        raise RowRefused(f"There are {len(numbers)} telephone numbers.", f"Give at most {TELEPHONES}.")
    for number in numbers:
        if not PHONE.fullmatch(number) or len(digits(number)) < FEWEST_DIGITS or len(number) > LONGEST_PHONE:
            raise RowRefused(f"“{number[:LONGEST_PHONE]}” is no telephone number.", "Correct it, or leave it out.")


def _check_names(details: PersonDetails) -> PersonDetails:
    if not (details.first_name and details.last_name):
        raise RowRefused("A first name or a last name is missing.", "Give both.")
    if max(map(len, (details.title, details.first_name, details.last_name))) > LONGEST_NAME:
        raise RowRefused(
            f"A name has more than {LONGEST_NAME} characters.", "Look for a quotation mark that is missing."
        )
    return details


def _stands_above(seen: dict[bytes, tuple[int, bytes]], line: int, details: PersonDetails) -> bool:
    """Has the file had this person before? Raises RowRefused when it was somebody else with the same address."""
    name = _short(f"{details.first_name} {details.last_name}".casefold())
    first_line, first_name = seen.setdefault(_short(details.email), (line, name))
    if first_name != name:
        what = f"Line {first_line} has the same email address with another name."
        raise RowRefused(what, "Each person needs an address of their own: leave one of the two lines out.")
    return first_line != line


def _short(text: str) -> bytes:
    return bytes.fromhex(fingerprint(text))[:16]


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(SEVERAL) if part.strip())
