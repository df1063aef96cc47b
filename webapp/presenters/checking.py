"""What the portal has found in something that is to be shared, and in its files, in an officer's words."""

from collections.abc import Iterable
from dataclasses import dataclass

import forms
from webapp.cases.keeping_apart import ADDRESS, EMAIL, PHONE, POSTCODE, SCHOOL
from webapp.contributions.sharing import Files, Reader, Tells
from webapp.file_words.found import BROKEN, LONG, PICTURES

THINGS = {ADDRESS: "address", EMAIL: "email address", PHONE: "phone number", POSTCODE: "postcode", SCHOOL: "school"}
GAPS = {
    PICTURES: "It is a picture or a recording, or has pictures or scanned pages in it.",
    LONG: "It is too long to be read to its end.",
    BROKEN: "It cannot be read. Somebody may have made it in an unusual way.",
}


@dataclass(frozen=True, kw_only=True)
class ReaderRow:
    """One of the family, and what they must not read here."""

    person_id: str
    name: str
    tells: tuple[str, ...]


def readers(found: Iterable[Reader]) -> list[ReaderRow]:
    """Each with what stands where, in words."""
    return [ReaderRow(person_id=each.person_id, name=each.name, tells=tuple(map(_said, each.tells))) for each in found]


def read(files: Files) -> list[str]:
    """Names of the files that were read from beginning to end."""
    return [each.name for each in files if not each.gap]


def unread(files: Files) -> list[forms.Option]:
    """Files that an officer must look at themselves, each to be ticked."""
    return [
        forms.Option(value=each.document_id, label=f"I have looked through all of {each.name}", hint=GAPS[each.gap])
        for each in files
        if each.gap
    ]


def _said(each: Tells) -> str:
    where = f"In the file “{each.file}”" if each.file else "In what was written, or in the name of a file,"
    return f"{where} stands {each.whose}’s {THINGS[each.what]}."
