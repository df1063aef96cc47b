"""What an officer has typed into letters: the draft of their task, what it says of each letter, and what is missing."""

from collections.abc import Mapping

from flask import request

from engine import Record
from webapp.errors import sentence
from webapp.letters import signing
from webapp.letters.signing import Fault, Plan
from webapp.plans import releasing
from webapp.portal import Services
from webapp.views.identity import actor

Entries = Mapping[str, list[str]]
LONGEST = 20_000  # characters of one part
OWN_NAMES = ("csrf_token", "action", "version")


def entries() -> dict[str, list[str]]:
    """What was typed on the page that is sent now."""
    return {name: values for name, values in request.form.lists() if name not in OWN_NAMES}


def version() -> int:
    """Which version of the draft stood on that page."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def draft(services: Services, found: Record) -> tuple[Entries, int]:
    """What is kept, and its version; nothing is version 0."""
    draft = services.engine.user_tasks.draft(f"task:{found.id}", of=actor(services))
    return (draft.entries, draft.version) if draft else ({}, 0)


def plan(entries: Entries) -> Plan:
    """What was typed, by field: free-<notice>-<part>, to-<letter>, because-…, name-… and address-…."""
    free: dict[str, dict[str, str]] = {}
    by_kind: dict[str, dict[str, str]] = {kind: {} for kind in ("to", "because", "name", "address")}
    for name, values in entries.items():
        kind, _, rest = name.partition("-")
        text = values[0] if values else ""
        if kind == "free":
            notice, _, part = rest.partition("-")
            free.setdefault(notice, {})[part] = text
        elif kind in by_kind:
            by_kind[kind][rest] = text.strip()
    addresses = {key: _lines(text) for key, text in by_kind["address"].items()}
    return Plan(free=free, to=by_kind["to"], because=by_kind["because"], names=by_kind["name"], addresses=addresses)


def faults(services: Services, found: Record, entries: Entries) -> list[Fault]:
    """What keeps these letters from being signed, and where it stands."""
    letters = signing.waiting(services, found.instance_id)
    long = [
        Fault(field_id=name, message=f"Write {LONGEST:,} characters or fewer")
        for name, values in entries.items()
        if any(len(value) > LONGEST for value in values)
    ]
    wanted = plan(entries)
    going = [letter for letter in letters if wanted.sends(letter)]
    told = [
        Fault(field_id=f"to-{letter.id}", message=sentence(fault))
        for letter, fault in releasing.telling(services, going)
    ]
    return [*long, *signing.faults(services, services.engine, letters, wanted), *told]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines())))
