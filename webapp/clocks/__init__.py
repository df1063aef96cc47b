"""The door of the clocks room: what has happened in law, the deadlines that count from it, and who is told."""

from webapp.clocks.deadlines import Closure, correct, drop, exempt, meet, start
from webapp.clocks.errors import ClocksError
from webapp.clocks.events import EventFile, checked, deemed_days, hold_meeting, receive, serve
from webapp.clocks.events import of as events_of
from webapp.clocks.glancing import Glance
from webapp.clocks.glancing import of as glance
from webapp.clocks.models import LegalEvent
from webapp.clocks.receiving import receive as receive_request
from webapp.clocks.standing import Deadline, of, of_twenty, open_of

__all__ = [
    "ClocksError",
    "Closure",
    "Deadline",
    "EventFile",
    "Glance",
    "LegalEvent",
    "checked",
    "correct",
    "deemed_days",
    "drop",
    "events_of",
    "exempt",
    "glance",
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
