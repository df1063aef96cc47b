"""Files in S3: written down on this machine while they are looked at, then sent to the bucket in parts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from webapp.cases.errors import NoRoom
from webapp.cases.files import NAMES_AT_ONCE, Incoming, Received

if TYPE_CHECKING:
    from obstore import ReadableFile

PART = 5 * 1024 * 1024  # bytes; the least that S3 takes
SECONDS = 20


class S3Files(Incoming):
    """One bucket; `folder` is of this machine and empty between uploads."""

    def __init__(self, folder: Path, bucket: S3Store) -> None:
        super().__init__(folder)
        self._bucket = bucket

    def keep(self, received: Received) -> str:
        """As the store's."""
        name = received.path.with_suffix("").name
        try:
            with received.path.open("rb") as file:
                obstore.put(self._bucket, name, file, chunk_size=PART, max_concurrency=2)
        except (BaseError, OSError) as fault:
            raise NoRoom from fault
        received.path.unlink(missing_ok=True)
        return name

    def open(self, name: str) -> BinaryIO:
        """As the store's."""
        try:
            return cast(BinaryIO, Reader(obstore.open_reader(self._bucket, name, buffer_size=PART)))
        except FileNotFoundError:
            raise
        except BaseError as fault:
            raise OSError("the bucket cannot be read") from fault

    def delete(self, name: str) -> None:
        """As the store's."""
        obstore.delete(self._bucket, name)

    def names(self, *, before: datetime) -> Iterator[tuple[str, ...]]:
        """As the store's; what a killed process has left in the folder is deleted on the way."""
        for path in self.old(before):
            path.unlink(missing_ok=True)
        for listed in obstore.list(self._bucket, chunk_size=NAMES_AT_ONCE):
            yield tuple(each["path"] for each in listed if each["last_modified"] < before)


class Reader:
    """A file in the bucket, fetched part by part as it is read."""

    def __init__(self, file: "ReadableFile") -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; an OSError when the bucket is away."""
        try:
            return bytes(self._file.read(None if size < 0 else size))
        except BaseError as fault:
            raise OSError("the bucket cannot be read") from fault

    def close(self) -> None:
        """As a file's."""
        self._file.close()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()


def bucket(*, name: str, endpoint: str, region: str, key: str, secret: str) -> S3Store:
    """A bucket that is reached; http is allowed for an endpoint that says so, as one on this machine."""
    return S3Store(
        name,
        region=region,
        access_key_id=key,
        secret_access_key=secret,
        client_options={"timeout": f"{SECONDS}s", "allow_http": endpoint.startswith("http://")},
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=SECONDS)},
        endpoint=endpoint or None,
    )
