"""The door of the talking room: messages between the family and the officers, and officers' notes."""

from webapp.talking.reading import Said, Talk, TalkRow, Waiting, for_family, glance, list_for_officers
from webapp.talking.writing import from_family, from_officers, no_answer_needed

__all__ = [
    "Said",
    "Talk",
    "TalkRow",
    "Waiting",
    "for_family",
    "from_family",
    "from_officers",
    "glance",
    "list_for_officers",
    "no_answer_needed",
]
