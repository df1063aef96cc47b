"""Certificates of what was erased: a row, and a file beside the database that outlives a restored backup."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from sqlalchemy import select

from webapp.cases import references
from webapp.cases.desk import Desk
from webapp.keeping.errors import CertificateNotFound, NobodyAsked
from webapp.keeping.models import Certificate, Restoration
from webapp.keeping.retention import Kept

PREFIX, COMING = "ERA", "coming-"
SEALED = tuple(each.key for each in Certificate.__table__.columns if each.key not in ("id", "digest"))


def begin(desk: Desk, kept: Kept) -> dict[str, Any]:
    """What it says of the decision, while the rows that tell of it are still there. Raises NobodyAsked."""
    asked = kept.destruction
    if asked is None or asked.decider is None:
        raise NobodyAsked
    return {
        "number": references.free(desk.session, PREFIX, Certificate, named="number"),
        "record": kept.case.reference,
        "retention_class": kept.rule.name,
        "source": kept.rule.source,
        "ground": asked.ground,
        "due_on": kept.due_on,
        "proposed_by": asked.proposer.name,
        "proposed_at": asked.proposed_at,
        "decided_by": asked.decider.name,
        "decided_at": asked.decided_at,
    }


def issue(
    desk: Desk, begun: Mapping[str, Any], people: Sequence[str], counts: Mapping[str, int], chains: Mapping[str, Any]
) -> Certificate:
    """The certificate of what has just been erased."""
    made = Certificate(
        **begun,
        people=list(people),
        counts=dict(counts),
        chains={key: list(tip) for key, tip in chains.items()},
        erased_at=desk.now,
    )
    made.digest = digest(made)
    desk.session.add(made)
    desk.session.flush()
    return made


def digest(certificate: Certificate) -> str:
    """SHA-256 of all that it says."""
    return hashlib.sha256(_text(_sealed(certificate)).encode()).hexdigest()


def all_of(desk: Desk) -> list[Certificate]:
    """The latest first."""
    return list(desk.session.scalars(select(Certificate).order_by(Certificate.erased_at.desc(), Certificate.number)))


def find(desk: Desk, number: str) -> Certificate:
    """One of them. Raises CertificateNotFound."""
    found = desk.session.scalar(select(Certificate).where(Certificate.number == number))
    if found is None:
        raise CertificateNotFound
    return found


def is_whole(desk: Desk, certificate: Certificate) -> bool:
    """Does it still say what it said, and do the histories still reach as far as it says, every event as it was?"""
    history = desk.engine.history
    stands = (history.has(key, *tip) and not history.broken_at(key) for key, tip in certificate.chains.items())
    return digest(certificate) == certificate.digest and all(stands)


def restored_from(desk: Desk, certificate: Certificate) -> Restoration | None:
    """The backup of before it was erased from which this house comes, if it does: histories go on from there."""
    earlier = select(Restoration).where(Restoration.made_at < certificate.erased_at)
    return desk.session.scalars(earlier.order_by(Restoration.made_at)).first()


def names(certificate: Certificate) -> set[str]:
    """Keys of all that went, records that were merged into it too: a backup may have them as records of their own."""
    return {certificate.record, *certificate.chains}


def write(folder: Path, certificate: Certificate) -> Path:
    """The same as a file; keep the folder apart from the backups, as a restored one is cleaned by it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = file(folder, certificate)
    text = _text({**_sealed(certificate), "digest": certificate.digest}) + "\n"
    with NamedTemporaryFile("w", encoding="utf-8", dir=folder, prefix=COMING, delete=False) as coming:
        coming.write(text)
        coming.flush()
        os.fsync(coming.fileno())
    Path(coming.name).replace(path)  # whole or not at all: whoever dies in between leaves no half certificate
    return path


def file(folder: Path, certificate: Certificate) -> Path:
    """Where it lies as a file."""
    return folder / f"{certificate.number}.json"


def read(folder: Path) -> Iterator[Certificate]:
    """Certificates of a folder, the earliest first; ValueError for one that was changed."""
    found = [_read(path) for path in folder.glob(f"{PREFIX}-*.json")]
    yield from sorted(found, key=lambda each: each.erased_at)


def _read(path: Path) -> Certificate:
    table = json.loads(path.read_text("utf-8"))
    for name in ("proposed_at", "decided_at", "erased_at"):
        table[name] = datetime.fromisoformat(table[name])
    table["due_on"] = date.fromisoformat(table["due_on"]) if table["due_on"] else None
    made = Certificate(**table)
    if digest(made) != made.digest:
        raise ValueError(f"{path.name} was changed after it was written: its digest is another.")
    return made


def _sealed(certificate: Certificate) -> dict[str, Any]:
    return {name: getattr(certificate, name) for name in SEALED}


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, default=lambda day: day.isoformat(), sort_keys=True, indent=1, ensure_ascii=False)
