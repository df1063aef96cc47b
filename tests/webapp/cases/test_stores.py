"""Where files lie: on disk and in S3 the same things hold."""

import io
import os
import secrets
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import obstore
import pytest
from moto.server import ThreadedMotoServer

from tests.webapp.cases.conftest import Play
from tests.webapp.cases.sheets import PDF
from webapp.cases import documents, evidence
from webapp.cases.errors import FileGone, FileTooLarge, NoRoom
from webapp.cases.files import MOST_BYTES, Store
from webapp.cases.uploads import Uploads
from webapp.config import S3, Config
from webapp.storing import uploads

KEYS = {"key": "test-key", "secret": "test-secret"}
SOON = timedelta(minutes=1)


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Address of an object storage on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["disk", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Uploads:
    """As the portal makes it by its settings."""
    if request.param == "disk":
        return uploads(Config(var=tmp_path))
    endpoint = request.getfixturevalue("s3")
    client = boto3.client(
        "s3", endpoint_url=endpoint, region_name="eu-west-2", aws_access_key_id="a", aws_secret_access_key="b"
    )
    name = f"files-{secrets.token_hex(4)}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    return uploads(Config(var=tmp_path, s3=S3(bucket=name, endpoint=endpoint, **KEYS)))


def keep(store: Store, data: bytes) -> str:
    received = store.receive(io.BytesIO(data))
    try:
        return store.keep(received)
    finally:
        store.discard(received)


def names(store: Store) -> set[str]:
    return {name for some in store.names(before=datetime.now(UTC) + SOON) for name in some}


def waiting(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.coming")]


def send(play: Play, files: Uploads, who: str) -> str:
    with play.portal.work() as services:
        owner = services.accounts.people.by_reference(who)
        return documents.add(services, files, owner, name="letter.pdf", stream=io.BytesIO(PDF)).id


def opened(play: Play, files: Uploads, who: str, document_id: str) -> bytes:
    with play.portal.work() as services:
        person = services.accounts.people.by_reference(who)
        with evidence.read(services, files, person, document_id).stream as stream:
            return stream.read()


def test_what_is_kept_is_read_byte_for_byte_under_a_name_of_our_own(files: Uploads, tmp_path: Path) -> None:
    name = keep(files.store, PDF)
    with files.store.open(name) as stream:
        assert (stream.read(5), stream.read()) == (PDF[:5], PDF[5:])
    assert names(files.store) == {name} and len(name) == 32
    assert waiting(tmp_path) == []


class Long(io.RawIOBase):
    """40 MB that nobody holds."""

    left = 40_000_000

    def read(self, size: int = -1) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return b"a" * size


def test_a_long_file_is_never_whole_in_memory(files: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    parts: list[int] = []
    put = obstore.put
    monkeypatch.setattr(obstore, "put", lambda *given, **more: parts.append(more["chunk_size"]) or put(*given, **more))
    tracemalloc.start()
    received = files.store.receive(Long())  # type: ignore[arg-type]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with files.store.open(files.store.keep(received)) as stream:
        pieces = [len(piece) for piece in iter(lambda: stream.read(1 << 16), b"")]
    assert (sum(pieces), max(pieces)) == (40_000_000, 1 << 16)
    assert most < 20_000_000 and all(part <= 5 * 1024 * 1024 for part in parts)


def test_what_is_too_large_leaves_nothing(files: Uploads, tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge):
        files.store.receive(io.BytesIO(b"a" * (MOST_BYTES + 1)))
    assert waiting(tmp_path) == [] and names(files.store) == set()


def test_what_is_gone_is_said_to_be_gone(play: Play, files: Uploads, jo: str) -> None:
    sent = send(play, files, jo)
    assert opened(play, files, jo, sent) == PDF
    for name in names(files.store):
        files.store.delete(name)
        files.store.delete(name)
    with pytest.raises(FileGone):
        opened(play, files, jo, sent)


def test_what_no_document_names_is_swept_after_a_day(
    play: Play, files: Uploads, jo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, orphan = send(play, files, jo), keep(files.store, PDF)
    stranded = files.store.receive(io.BytesIO(PDF)).path
    for path in (tmp_path / "documents", tmp_path / "coming"):
        for each in path.glob("*"):
            os.utime(each, (play.clock.now().timestamp() - 90_000,) * 2)
    with play.portal.look() as services:
        now = datetime.now(UTC)
        swept = documents.sweep(_at(services, now), files)
        assert swept == (2 if stranded.parent.name == "documents" else 0)  # in the bucket nothing is old yet
        monkeypatch.setattr(documents, "UNWANTED_FOR", -SOON)
        documents.sweep(_at(services, now), files)
    assert orphan not in names(files.store) and not stranded.exists()
    assert opened(play, files, jo, sent) == PDF


def test_a_storage_that_is_away_refuses_the_file_in_words_and_keeps_nothing(tmp_path: Path) -> None:
    away = uploads(Config(var=tmp_path, s3=S3(bucket="files", endpoint="http://127.0.0.1:1", **KEYS)))
    with pytest.raises(NoRoom):
        keep(away.store, PDF)
    assert waiting(tmp_path) == []
    with pytest.raises(OSError):
        away.store.open("0" * 32)


def _at(services: object, now: datetime) -> object:
    """The same desk at another time: a bucket goes by its own clock."""
    return replace(services, now=now)  # type: ignore[type-var]
