"""The door of the cases room: whose case is whose. Asking to see one is in `webapp.cases.access`."""

from webapp.cases.errors import AlreadyAsked, AlreadyHasAccess, CaseNotFound, CasesError
from webapp.cases.reading import CaseForFamily, note_read, open_for, says, visible_to

__all__ = [
    "AlreadyAsked",
    "AlreadyHasAccess",
    "CaseForFamily",
    "CaseNotFound",
    "CasesError",
    "note_read",
    "open_for",
    "says",
    "visible_to",
]
