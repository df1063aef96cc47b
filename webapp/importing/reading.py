"""What a case has from a former system, for officers."""

from dataclasses import dataclass

from sqlalchemy import select

from webapp.cases.desk import Desk
from webapp.cases.documents import FORMER_SYSTEM
from webapp.cases.models import Document, ImportedCase
from webapp.cases.reading import find_case
from webapp.importing.columns import shape


@dataclass(frozen=True, kw_only=True)
class Former:
    """One case of the former system."""

    number: str
    days: tuple[tuple[str, str], ...]  # column, and the day as ISO


def of(desk: Desk, reference: str) -> tuple[list[Former], list[Document]]:
    """Every one that came into this case, by number, and the plans that came with them."""
    case = find_case(desk, reference)
    rows = select(ImportedCase).where(ImportedCase.case_id == case.id).order_by(ImportedCase.number)
    plans = select(Document).where(Document.business_key == reference, Document.holder == FORMER_SYSTEM.id)
    found = [Former(number=each.number, days=tuple(_days(each))) for each in desk.session.scalars(rows)]
    return found, list(desk.session.scalars(plans.order_by(Document.sent_at, Document.id)))


def _days(each: ImportedCase) -> list[tuple[str, str]]:
    columns = (column for column in shape().columns.values() if column.kind.endswith("day") and not column.child)
    return [(column.name, each.taken[column.name]) for column in columns if each.taken.get(column.name)]
