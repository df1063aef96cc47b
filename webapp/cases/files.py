"""Files on disk under names of our own: taken in whole or not at all, never changed."""

import hashlib
import os
import secrets
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from webapp.cases.errors import FileTooLarge, NoRoom

MOST_BYTES, MOST_WORDS = 50 * 1024 * 1024, "50 MB"
CHUNK = 1 << 16
COMING = ".coming"  # while a file is taken in


@dataclass(frozen=True, kw_only=True)
class Received:
    """A file that has come in; `path` is where it lies until it is kept or discarded."""

    path: Path
    size: int
    sha256: str


class Files:
    """One folder; the names in it say nothing about what is in the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def receive(self, stream: BinaryIO) -> Received:
        """Write the stream down. Raises FileTooLarge as soon as it is, NoRoom; nothing is left of it then."""
        path = self._folder / (secrets.token_hex(16) + COMING)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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

    def keep(self, received: Received) -> str:
        """From now on it stays; gives its name here."""
        kept = received.path.with_suffix("")
        received.path.rename(kept)
        _fsync(self._folder)
        return kept.name

    def discard(self, received: Received) -> None:
        """It was not what it should be."""
        received.path.unlink(missing_ok=True)

    def open(self, name: str) -> BinaryIO:
        """Read a file that was kept; FileNotFoundError when it is gone."""
        return (self._folder / name).open("rb")

    def sweep(self, wanted: Container[str], *, before: datetime) -> int:
        """Delete files that no row names and that came before a moment; gives how many."""
        done = 0
        for path in self._folder.glob("*"):
            came = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if path.name not in wanted and came < before:
                path.unlink(missing_ok=True)
                done += 1
        return done


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
