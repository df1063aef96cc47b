"""Where files lie, under names of our own: taken in whole or not at all, never changed. Here: on disk."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from webapp.cases.errors import FileTooLarge, NoRoom

MOST_BYTES, MOST_WORDS = 50 * 1024 * 1024, "50 MB"
CHUNK = 1 << 16
COMING = ".coming"  # while a file is taken in
NAMES_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Received:
    """A file that has come in; `path` is where it lies until it is kept or discarded."""

    path: Path
    size: int
    sha256: str


class Store(Protocol):
    """Keeps files; the names in it say nothing about what is in them."""

    def receive(self, stream: BinaryIO) -> Received:
        """Write the stream down on this machine. Raises FileTooLarge as soon as it is, NoRoom; nothing stays then."""

    def keep(self, received: Received) -> str:
        """From now on it stays; gives its name here. Raises NoRoom."""

    def discard(self, received: Received) -> None:
        """It is not needed on this machine any more."""

    def open(self, name: str) -> BinaryIO:
        """Read a file that was kept; FileNotFoundError when it is gone, OSError when the store is away."""

    def delete(self, name: str) -> None:
        """Forget a file; one that is gone is no fault."""

    def names(self, *, before: datetime) -> Iterator[tuple[str, ...]]:
        """Names of all files that came before a moment, some at a time."""


class Incoming:
    """A folder of this machine in which files are written down while they are looked at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def receive(self, stream: BinaryIO) -> Received:
        """As the store's."""
        path = self.folder / (secrets.token_hex(16) + COMING)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600, exist_ok=False)
            with path.open("wb") as file:
                size, digest = _copy(stream, file)
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            path.unlink(missing_ok=True)
            raise NoRoom from fault
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Received(path=path, size=size, sha256=digest)

    def discard(self, received: Received) -> None:
        """As the store's."""
        received.path.unlink(missing_ok=True)

    def old(self, before: datetime) -> Iterator[Path]:
        """Files in the folder that came before a moment."""
        for path in self.folder.glob("*"):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                yield path


class Files(Incoming):
    """One folder."""

    def keep(self, received: Received) -> str:
        """As the store's."""
        kept = received.path.with_suffix("")
        received.path.rename(kept)
        _fsync(self.folder)
        return kept.name

    def open(self, name: str) -> BinaryIO:
        """As the store's."""
        return (self.folder / name).open("rb")

    def delete(self, name: str) -> None:
        """As the store's."""
        (self.folder / name).unlink(missing_ok=True)

    def names(self, *, before: datetime) -> Iterator[tuple[str, ...]]:
        """As the store's; what was never taken in whole is among them."""
        old = [path.name for path in self.old(before)]
        for at in range(0, len(old), NAMES_AT_ONCE):
            yield tuple(old[at : at + NAMES_AT_ONCE])


def _copy(stream: BinaryIO, file: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise FileTooLarge
        digest.update(chunk)
        file.write(chunk)
    return size, digest.hexdigest()


def _fsync(folder: Path) -> None:
    """The new name survives a power cut, as the row that tells of it will."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
