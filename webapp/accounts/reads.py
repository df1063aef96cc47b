"""How many records somebody opens: more in a minute than anybody reads are refused, and that is written down."""

from dataclasses import dataclass

from webapp.accounts import throttling
from webapp.accounts.desk import Desk
from webapp.accounts.errors import TooManyRecords
from webapp.accounts.throttling import LIMITS, Bucket

RECORDS, TOLD = "records.person", "records.told"


@dataclass(frozen=True)
class Refused:
    """No further record is opened for now."""

    why: TooManyRecords
    first: bool  # of this minute: it is written down


def count(desk: Desk, person_reference: str) -> Refused | None:
    """Count one record that is about to be opened; whether it was one too many."""
    refusal = throttling.count(desk, [Bucket(RECORDS, person_reference)])
    if refusal is None:
        return None
    told = throttling.count(desk, [Bucket(TOLD, person_reference)])
    return Refused(TooManyRecords(LIMITS[RECORDS].tries), first=told is None)
