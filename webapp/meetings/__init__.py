"""The door of the meetings room: who meets when and where, who knows of it, and the dates for people's calendars."""

from webapp.meetings.errors import MeetingNotFound, NoCalendar
from webapp.meetings.finding import of_case
from webapp.meetings.models import Meeting
from webapp.meetings.reading import OwnMeeting, own_of, own_one
from webapp.meetings.steps import end_all

__all__ = ["Meeting", "MeetingNotFound", "NoCalendar", "OwnMeeting", "end_all", "of_case", "own_of", "own_one"]
