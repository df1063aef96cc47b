"""Dates as a calendar program reads them: iCalendar (RFC 5545, with RFC 7986 for a feed and RFC 5546 for invitations).

Moments are written in UTC: every program shows them in its reader's own time, also around a change of the clocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from webapp.config import Config
from webapp.meetings.models import CALL
from webapp.meetings.reading import OwnMeeting

PRODUCT = "-//SEND Citizen Portal//Meetings//EN"
EVERY = timedelta(hours=6)  # how often a program is asked to read a feed again
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
TITLES = {CALL: "Telephone call"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One date; a day without a time has no end."""

    uid: str  # stays the same for as long as the entry lives
    summary: str
    starts: date | datetime | None  # none: of what is called off for a reader who may not know its time
    ends: datetime | None = None
    details: str = ""
    place: str = ""
    url: str = ""
    status: str = CONFIRMED
    sequence: int = 0
    changed_at: datetime


def of_meeting(config: Config, meeting: OwnMeeting) -> Entry:
    """A meeting as its reader may know it: with the case's reference, and no child's name."""
    url = f"{config.base_url}/cases/{meeting.case_reference}/meetings/{meeting.reference}"
    return Entry(
        uid=uid(config, meeting.reference),
        summary=f"{TITLES.get(meeting.way, 'Meeting')} with {config.council}, case {meeting.case_reference}",
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        details=f"Sign in to say whether you come, and to see more: {url}",
        place=meeting.place,
        url=url,
        status={"called_off": CANCELLED, "not_held": CANCELLED, "moving": TENTATIVE}.get(meeting.state, CONFIRMED),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
    )


def of_visitor(config: Config, meeting: OwnMeeting) -> Entry:
    """The same for somebody from outside the family, who answers by the link in the mail."""
    details = "Say whether you come by the link in our mail."
    return replace(of_meeting(config, meeting), details=details, url="")


def uid(config: Config, *parts: str) -> str:
    """An identifier that no other portal gives."""
    return f"{'-'.join(parts)}@{config.mail.sender.rpartition('@')[2]}".lower()


def invitation(config: Config, entry: Entry, *, method: str, to: str, name: str) -> bytes:
    """For one guest: no other stands in it. `method` is REQUEST or CANCEL."""
    event = _event(entry)
    event["status"] = vText(CANCELLED if method == "CANCEL" else entry.status)
    event["organizer"] = _address(config.mail.sender, config.council)
    guest = _address(to, name)
    guest.params["PARTSTAT"], guest.params["RSVP"] = vText("NEEDS-ACTION"), vText("FALSE")  # answered in the portal
    event.add("attendee", guest, encode=False)
    made = _calendar()
    made.add("method", method)
    made.add_component(event)
    return bytes(made.to_ical())


def feed(config: Config, entries: Iterable[Entry]) -> bytes:
    """All dates of one person, to be read again and again."""
    made = _calendar()
    name = f"{config.service}, {config.council}"
    made.add("name", name)  # RFC 7986, 5.1; below it what programs read that do not know it
    made.add("x-wr-calname", name)
    made.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})  # RFC 7986, 5.7
    made.add("x-published-ttl", EVERY)
    for entry in entries:
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _calendar() -> Calendar:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    return made


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    if entry.starts:
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.ends or entry.starts + timedelta(days=1))
    event.add("status", entry.status)
    event.add("transp", "OPAQUE" if entry.ends else "TRANSPARENT")  # a last day makes nobody busy
    event.add("class", "PRIVATE")
    for name, text in (("description", entry.details), ("location", entry.place), ("url", entry.url)):
        if text:
            event.add(name, text)
    return event


def _address(email: str, name: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{email}")
    made.params["CN"] = vText(name)
    return made
