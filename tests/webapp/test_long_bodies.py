"""A body without end, or cut off in the middle: refused early, and nothing of it stays (trust case 18)."""

import gc
import socket
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.family_site import FamilySite
from webapp.serving import Server

PIECE = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
A_GIGABYTE = 1 << 30
LONGEST = 1 << 20  # bytes; a whole body of 60 MB would only take longer
BEGIN = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n'


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """Where the site listens; its temporary files would lie in a folder of their own."""
    for name in ("temporary", "var"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr("webapp.serving.server.LONGEST_BODY", LONGEST)
    site = FamilySite(tmp_path / "var", SetClock(datetime(2026, 1, 19, 10, tzinfo=UTC)))
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(site.app, [listening], grace=1)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield listening.getsockname()
    server.stop()
    thread.join(20)
    site.portal.database.dispose()


def head(*lines: str) -> bytes:
    given = ("POST /ask/evidence HTTP/1.1", "Host: localhost", "Content-Type: multipart/form-data; boundary=x", *lines)
    return "\r\n".join((*given, "", "")).encode()


def pour(line: socket.socket, most: int) -> int:
    """Send chunk after chunk until the other side has had enough; how many bytes went out."""
    sent = 0
    try:
        while sent < most:
            line.sendall(PIECE)
            sent += len(PIECE)
    except OSError:
        pass
    return sent


def left(folder: Path) -> list[Path]:
    return [
        path for path in folder.rglob("*") if path.is_file() and ("temporary" in path.parts or ".coming" in path.name)
    ]


def works(place: tuple[str, int]) -> bool:
    with socket.create_connection(place, timeout=10) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return line.recv(12) == b"HTTP/1.1 200"


def test_a_body_that_says_that_it_is_a_gigabyte_is_refused_before_it_comes(
    place: tuple[str, int], tmp_path: Path
) -> None:
    with socket.create_connection(place, timeout=10) as line:
        line.sendall(head(f"Content-Length: {A_GIGABYTE}"))
        assert line.recv(12) == b"HTTP/1.1 413"
    assert left(tmp_path) == [] and works(place)


def test_a_gigabyte_that_does_not_say_so_is_cut_off_early(place: tuple[str, int], tmp_path: Path) -> None:
    with socket.create_connection(place, timeout=20) as line:
        line.sendall(head("Transfer-Encoding: chunked"))
        assert pour(line, A_GIGABYTE) < 100 * LONGEST
    assert left(tmp_path) == [] and works(place)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the server leaves it to the collector
def test_a_sender_who_goes_away_leaves_nothing(place: tuple[str, int], tmp_path: Path) -> None:
    with socket.create_connection(place, timeout=20) as line:
        line.sendall(head("Content-Length: 3000000") + BEGIN)
        pour(line, 2_000_000)
    assert works(place)
    gc.collect()
    assert left(tmp_path) == []
