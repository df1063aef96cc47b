"""The door of the clocks room: what has happened in law, the deadlines that count from it, and who is told."""

from webapp.clocks.deadlines import Closure, correct, drop, exempt, meet, start
from webapp.clocks.errors import ClocksError
from webapp.clocks.events import EventFile, checked, hold_meeting, receive, serve
from webapp.clocks.events import of as events_of
from webapp.clocks.models import LegalEvent
from webapp.clocks.receiving import receive as receive_request
from webapp.clocks.standing import Deadline, of, of_twenty, open_of

__all__ = [
    "ClocksError",
    "Closure",
    "Deadline",
    "EventFile",
    "LegalEvent",
    "checked",
    "correct",
    "drop",
    "events_of",
    "exempt",
    "hold_meeting",
    "meet",
    "of",
    "of_twenty",
    "open_of",
    "receive",
    "receive_request",
    "serve",
    "start",
]
