"""A backup is restored into an empty house, which then stands still: old ways in are dead, what was erased is again.

Nothing leaves it and nothing fires until somebody releases it: the mail may have gone out before, and the old house may
still run.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Table, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from engine import PORTAL
from webapp.accounts.models import CodeChallenge, KnownDevice, LinkToken, PasskeyChallenge, Ticket, WebSession
from webapp.backups import backup
from webapp.backups.backup import AT_ONCE, DOCUMENTS, BackupRefused, Row
from webapp.cases import merging
from webapp.cases.files import COMING
from webapp.cases.models import Case, CaseMerge
from webapp.keeping import certificates, erasing
from webapp.keeping.models import Certificate, Restoration
from webapp.meetings.models import CalendarFeed
from webapp.portal import Portal, Services

HELD = select(exists().where(Restoration.released_at.is_(None)))  # asked for each timer: built once
WAYS_IN = (WebSession, KnownDevice, CodeChallenge, PasskeyChallenge, LinkToken, CalendarFeed)


def restore(portal: Portal, folder: Path, erased: Collection[Certificate]) -> Restoration:
    """Everything of the backup, in one transaction. `erased`: what was erased since. Raises BackupRefused."""
    manifest = backup.read_manifest(folder)
    _refuse_unless_empty(portal)
    for name in (path.name for path in (folder / DOCUMENTS).iterdir()):
        _keep(portal, folder / DOCUMENTS / name)
    with portal.work() as services:
        for table in backup.tables():
            _load(services.session, table, backup.rows(folder, table))
        _close_ways_in(services)
        gone = [again for each in erased for again in _erase_again(services, each)]
        made = Restoration(
            restored_at=services.now,
            made_at=datetime.fromisoformat(manifest["made_at"]),
            erased_again=len(gone),
        )
        services.session.add(made)
    for each in gone:
        each.delete_files(portal.uploads)
    return made


def is_held(session: Session) -> bool:
    """Was it restored, and released by nobody yet?"""
    return bool(session.scalar(HELD))


def release(services: Services, *, by: str = "") -> int:
    """It works again; how many effects wait."""
    held = update(Restoration).where(Restoration.released_at.is_(None))
    services.session.execute(held.values(released_at=services.now, released_by=by))
    return services.engine.effects.wake_all()


def _refuse_unless_empty(portal: Portal) -> None:
    with portal.look() as services:
        filled = [table.name for table in backup.tables() if services.session.execute(select(table).limit(1)).first()]
    if filled:
        raise BackupRefused(
            f"The database is not empty: {filled[0]} has rows. Restore into a new one, so that nothing is lost."
        )


def _keep(portal: Portal, path: Path) -> None:
    """A document under the name that its row has."""
    store = portal.uploads.store
    with path.open("rb") as file:
        received = store.receive(file)
    named = received.path.with_name(path.name + COMING)
    received.path.rename(named)
    store.keep(replace(received, path=named))


def _load(session: Session, table: Table, rows: Iterator[Row]) -> None:
    """Rows of one table. What leads to another row of the same table is filled in when all are there."""
    own = [column for column in table.columns if column.references(table.c.get("id", column))]
    later: list[tuple[str, Row]] = []
    while some := list(islice(rows, AT_ONCE)):
        for row in some:
            held = {column.name: row[column.name] for column in own if row[column.name] is not None}
            later += [(row["id"], held)] if held else []
            row.update(dict.fromkeys(held))
        session.execute(insert(table), some)
    for which, held in later:
        session.execute(update(table).where(table.c.id == which).values(held))
    _count_on(session, table)


def _count_on(session: Session, table: Table) -> None:
    """PostgreSQL's numbers go on behind the last one."""
    number = table.autoincrement_column
    if number is not None and session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, number.name)
        last = select(func.max(number)).scalar_subquery()
        session.execute(select(func.setval(sequence, func.coalesce(last, 1))))


def _close_ways_in(services: Services) -> None:
    """Whoever was signed in, or held a link, signs in again or asks for another link."""
    for kind in WAYS_IN:
        services.session.execute(delete(kind))
    services.session.execute(update(Ticket).where(Ticket.ended_at.is_(None)).values(ended_at=services.now))


def _erase_again(services: Services, certificate: Certificate) -> Iterator[erasing.Erased]:
    """What a certificate says was erased, as far as it is in the backup: as one record, or as those that it was."""
    services.session.expunge_all()
    known = services.session.scalar(select(Certificate.id).where(Certificate.number == certificate.number))
    if known is None:
        services.session.add(certificate)
        services.session.flush()
    names = certificates.names(certificate)
    for name in sorted(names):
        case = services.session.scalar(select(Case).where(Case.reference == name))
        if case:
            _take_out(services, case, names)
            yield erasing.erase(services, case)


def _take_out(services: Services, case: Case, erased: Collection[str]) -> None:
    """What had been merged into it and was taken out of it again before it was erased stays."""
    merges = select(CaseMerge).where(CaseMerge.stays_id == case.id, CaseMerge.state.in_(merging.AS_ONE))
    for merge in services.session.scalars(merges).all():
        if merge.goes.reference not in erased:
            merging.take_apart(services, merge, by=PORTAL)
