"""What an officer looks for among the records: by name, birth date or case, in every search the same."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from webapp.cases.models import Case, Child, ImportedCase

MOST = 20  # that one search shows
BY_NAME = (Child.last_name, Child.first_name, Child.id)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; empty is not asked."""

    name: str = ""
    born_on: date | None = None
    reference: str = ""  # of the case

    @property
    def clauses(self) -> list[ColumnElement[bool]]:
        """Each word of the name begins one of the record's names; the other two are exact. None: nothing is asked."""
        columns = Child.first_name, Child.last_name, Child.known_as
        words = self.name.split()
        clauses = [or_(*(column.istartswith(word, autoescape=True) for column in columns)) for word in words]
        clauses += [Child.born_on == self.born_on] if self.born_on else []
        reference = self.reference.strip().upper()
        clauses += [_known_as(reference)] if reference else []
        return [*clauses, Case.merged_into_id.is_(None)] if clauses else []


def _known_as(reference: str) -> ColumnElement[bool]:
    """Its own reference, that of a record that was merged into it, or its number in the system that we had before."""
    merged = select(Case.merged_into_id).where(Case.reference == reference)
    former = select(ImportedCase.case_id).where(func.upper(ImportedCase.number) == reference)
    return or_(Case.reference == reference, Case.id.in_(merged), Case.id.in_(former))
