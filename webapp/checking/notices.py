"""Notices: a subject, an empty line, and placeholders that are plain names."""

import re
from collections.abc import Iterator
from pathlib import Path

from engine import Finding, Report
from webapp.checking.ground import Ground
from webapp.checking.known import IN_EVERY_MAIL
from webapp.mail.notices import PLACEHOLDER, NoticeFault, placeholders, write

LONGEST = 20_000  # characters
MARKS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\}\}", re.S)
YOUR_CHILD = re.compile(r"\byour (?:child|son|daughter)\b", re.I)
# In mails that no drawing sends.
OF_THE_PORTAL = frozenset(
    ("body", "browser", "by", "code", "last_day", "left", "link", "tasks", "what", "when")
    + ("due", "late_text", "law", "limit")
)


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of one notice."""
    shown = ground.shown(file)
    found = [Finding(file=shown, element=e, message=m, remedy=r) for e, m, r in _faults(file, data)]
    return Report(errors=tuple(found))


def _faults(file: Path, data: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield "", "This is not text in UTF-8.", "Save it as UTF-8."
        return
    if len(text) > LONGEST:
        yield "", f"It has {len(text):,} characters.", f"Write no more than {LONGEST:,}."
        return
    for mark in dict.fromkeys(MARKS.findall(text)):
        if not PLACEHOLDER.fullmatch(mark):
            yield mark[:60], "This is no placeholder.", "Write a name alone, such as {{ reference }}."
    if file.parent.parent.name == "shared":
        for name in sorted(placeholders(text) - IN_EVERY_MAIL - OF_THE_PORTAL):
            yield name, "Nothing gives this to a mail that no drawing sends.", "Remove it."
    yield from _written(text)
    for words in dict.fromkeys(YOUR_CHILD.findall(text)):
        yield words, "A mail goes to young people, too.", "Write “the record” or “the case”."


def _written(text: str) -> Iterator[tuple[str, str, str]]:
    try:
        notice = write(text, dict.fromkeys(placeholders(text), "x"))
    except NoticeFault:
        yield "", "It does not begin with a subject.", "Write “Subject: …” in the first line, then an empty line."
        return
    if not notice.subject:
        yield "", "Its subject is empty.", "Say in the first line what has happened: “Subject: …”."
    if not notice.text.strip():
        yield "", "It says nothing.", "Write what has happened and what comes next."
