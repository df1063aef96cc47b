"""References that nobody else has: `EHC-7K2P9` for a case, `ACC-7K2P9` for a request."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.tokens import reference

LENGTH = 5


def free(session: Session, prefix: str, kind: type[Any], *, named: str = "reference") -> str:
    """A new reference of this kind of record, which has a column for it, `named` so."""
    while True:
        made = reference(prefix, LENGTH)
        if session.scalar(select(kind.id).where(getattr(kind, named) == made)) is None:
            return made
