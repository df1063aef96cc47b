"""What an officer looks for among the records: by name, birth date or case, in every search the same."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_

from webapp.cases.models import Case, Child

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
        return clauses + ([Case.reference == reference] if reference else [])
