"""Existing accounts of the Citizen Portal, from a CSV file: nobody registers twice."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.accounts.desk import Desk
from webapp.accounts.details import TELEPHONES, PersonDetails
from webapp.accounts.errors import AccountsError, ImportUnreadable, RowRefused
from webapp.accounts.models import Person, ServiceUsed, Telephone
from webapp.accounts.people import FAMILY, People

COLUMNS = ("email", "title", "first_name", "last_name", "phones", "services")
LONGEST_NAME = 200
SEVERAL = ";"  # between the phones, and between the services, of one row
CREATED, MERGED = "created", "merged"


@dataclass(frozen=True)
class Refused:
    """A row that was left out: the line of the file on which it begins, and why."""

    line: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What became of the rows."""

    created: int
    merged: int
    refused: tuple[Refused, ...]


def import_accounts(desk: Desk, lines: Iterable[str]) -> ImportReport:
    """Add each row, or merge it with the account of the same address; raises ImportUnreadable.

    Nobody gets a password: imported people choose one through the reset link."""
    outcomes = [_take(desk, line, row) for line, row in _rows(lines)]
    return ImportReport(
        created=outcomes.count(CREATED),
        merged=outcomes.count(MERGED),
        refused=tuple(outcome for outcome in outcomes if isinstance(outcome, Refused)),
    )


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line on which it begins."""
    reader = csv.reader(lines, strict=True)
    begins = 1
    try:
        positions = _positions(next(reader, []))
        begins = reader.line_num + 1
        for row in reader:
            if any(map(str.strip, row)):
                yield begins, _in_order(row, positions)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ImportUnreadable(f"Line {begins} cannot be read: {error}.", COLUMNS) from error


def _positions(header: list[str]) -> list[int]:
    """Where each of COLUMNS stands in a row."""
    names = [name.removeprefix("\ufeff").strip().lower() for name in header]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise ImportUnreadable(f"The column {missing[0]} is missing.", COLUMNS)
    if len(names) > len(COLUMNS):
        raise ImportUnreadable("There are more columns than this import knows.", COLUMNS)
    return [names.index(column) for column in COLUMNS]


def _in_order(row: list[str], positions: list[int]) -> list[str]:
    """The cells in the order of COLUMNS, empty where the row is short; what is too much stays at its end."""
    full = row + [""] * (len(COLUMNS) - len(row))
    return [full[at] for at in positions] + full[len(COLUMNS) :]


def _take(desk: Desk, line: int, row: list[str]) -> str | Refused:
    try:
        return _merge_or_create(desk, _details(row))
    except AccountsError as refusal:
        return Refused(line, str(refusal))


def _details(row: list[str]) -> PersonDetails:
    if len(row) > len(COLUMNS):
        raise RowRefused("There are more cells than the first line has names. Is a quotation mark missing?")
    email, title, first_name, last_name, phones, services = row
    if len(_several(phones)) > TELEPHONES:
        raise RowRefused(f"Give at most {TELEPHONES} telephone numbers.")
    details = PersonDetails(
        email=email,
        title=title,
        first_name=first_name,
        last_name=last_name,
        telephones=_several(phones),
        services=_several(services),
    ).clean()
    _check_names(details)
    return details


def _check_names(details: PersonDetails) -> None:
    if not (details.first_name and details.last_name):
        raise RowRefused("Give a first name and a last name.")
    if max(map(len, (details.title, details.first_name, details.last_name))) > LONGEST_NAME:
        raise RowRefused(f"A name has more than {LONGEST_NAME} characters.")


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(SEVERAL) if part.strip())


def _merge_or_create(desk: Desk, details: PersonDetails) -> str:
    """What the owner has told us already is kept; only what is new is added."""
    people = People(desk)
    person = people.by_email(details.email)
    if person is None:
        people.create(details, kind=FAMILY, password_hash=None, origin="import")
        return CREATED
    _add_services(person, details.services)
    _add_telephones(person, details.telephones)
    desk.session.flush()
    return MERGED


def _add_services(person: Person, services: tuple[str, ...]) -> None:
    used = {row.service for row in person.services}
    person.services += [ServiceUsed(service=service) for service in services if service not in used]


def _add_telephones(person: Person, numbers: tuple[str, ...]) -> None:
    known = {_digits(row.number) for row in person.telephones}
    for number in numbers:
        if _digits(number) not in known and len(person.telephones) < TELEPHONES:
            person.telephones.append(Telephone(position=len(person.telephones) + 1, number=number))


def _digits(number: str) -> str:
    return "".join(filter(str.isdecimal, number))
