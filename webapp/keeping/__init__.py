"""The door of the keeping room: how long records stay, what is due, holds, and what was erased with its certificate."""

from webapp.keeping.belonging import would_go
from webapp.keeping.certificates import all_of as certificates_of
from webapp.keeping.certificates import find as certificate
from webapp.keeping.certificates import is_whole, restored_from
from webapp.keeping.classes import classes as all_classes
from webapp.keeping.deciding import (
    agree,
    destroyed_from,
    hold,
    keep,
    lift,
    list_due,
    opened,
    propose,
    require_records,
)
from webapp.keeping.erasing import agreed, carry_out
from webapp.keeping.errors import (
    GroundMissing,
    KeepingError,
    NameMissing,
    NothingChosen,
    ReachMissing,
    ReasonMissing,
    Refused,
    WordsMissing,
)
from webapp.keeping.models import Certificate
from webapp.keeping.retention import Kept, refusals
from webapp.keeping.retention import of as how_long

__all__ = [
    "Certificate",
    "GroundMissing",
    "KeepingError",
    "Kept",
    "NameMissing",
    "NothingChosen",
    "ReachMissing",
    "ReasonMissing",
    "Refused",
    "WordsMissing",
    "agree",
    "agreed",
    "carry_out",
    "certificate",
    "certificates_of",
    "all_classes",
    "destroyed_from",
    "hold",
    "how_long",
    "is_whole",
    "keep",
    "lift",
    "list_due",
    "opened",
    "propose",
    "refusals",
    "require_records",
    "restored_from",
    "would_go",
]
