"""Files are read for the words in them, each in a process of its own and for a short time."""

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from webapp.cases import file_names
from webapp.cases.errors import FileWithheld
from webapp.cases.models import INFECTED, Document
from webapp.cases.uploads import Uploads
from webapp.config import HOME
from webapp.file_words.found import BROKEN, LONG, PICTURES, Found

SECONDS, SECONDS_FOR_ALL = 10, 30
MOST_BYTES = 50_000_000
READ = ("pdf", "docx", "xlsx", "txt")  # all other kinds are pictures and recordings
ENVIRONMENT = {"PYTHONUTF8": "1"}  # nothing of ours: neither keys nor where the database is


@dataclass(frozen=True, kw_only=True)
class FileWords:
    """The words of one document."""

    document_id: str
    name: str
    text: str
    gap: str  # why they may not be all: pictures, long or broken; empty: they are
    opens: bool  # can a person look into it now?


def of(uploads: Uploads, documents: Iterable[Document]) -> tuple[FileWords, ...]:
    """Of each, in this order. Takes seconds: call it outside of a transaction."""
    return tuple(_each(uploads, documents))


def look_into(name: str, stream: BinaryIO, *, seconds: float = SECONDS) -> Found:
    """The words of a file with this name. Never fails: what cannot be read has a gap."""
    extension = file_names.extension(file_names.clean(name))
    if extension not in READ:
        return Found(text="", gap=PICTURES)
    try:
        data = stream.read(MOST_BYTES + 1)
    except OSError:
        return Found(text="", gap=BROKEN)
    if len(data) > MOST_BYTES or seconds <= 0:
        return Found(text="", gap=LONG)
    return _read(extension, data, seconds)


def _each(uploads: Uploads, documents: Iterable[Document]) -> Iterator[FileWords]:
    until = time.monotonic() + SECONDS_FOR_ALL
    for document in documents:
        found = _kept(uploads, document, min(SECONDS, until - time.monotonic()))
        yield FileWords(
            document_id=document.id,
            name=document.name,
            text=found.text,
            gap=found.gap,
            opens=_opens(uploads, document),
        )


def _kept(uploads: Uploads, document: Document, seconds: float) -> Found:
    if document.state == INFECTED:  # it is deleted: nobody is given it
        return Found(text="")
    try:
        with uploads.store.open(document.storage_name) as stream:
            return look_into(document.name, stream, seconds=seconds)
    except OSError:
        return Found(text="", gap=BROKEN)


def _opens(uploads: Uploads, document: Document) -> bool:
    try:
        uploads.require_free(document)
    except FileWithheld:
        return False
    return True


def _read(extension: str, data: bytes, seconds: float) -> Found:
    words = [sys.executable, "-m", "webapp.file_words.child", extension, str(SECONDS)]
    try:
        done = subprocess.run(
            words, input=data, capture_output=True, timeout=seconds, check=True, cwd=HOME, env=ENVIRONMENT
        )
        told = json.loads(done.stdout)
        return Found(text=str(told["text"]), gap=str(told["gap"]))
    except (subprocess.SubprocessError, OSError, ValueError, KeyError):
        return Found(text="", gap=BROKEN)
