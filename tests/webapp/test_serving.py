"""`./portal serve` in processes of its own: what it refuses, what it says, and how it ends."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from webapp import schema
from webapp.cli import main
from webapp.config import HOME
from webapp.db import Database

BEGINS_WITHIN = 30  # seconds, on a busy machine


def settings(folder: Path, port: int, **chosen: str) -> dict[str, str]:
    """The environment of a portal in this folder."""
    table = {"demo": "false", "base_url": f'"http://localhost:{port}"', "var": f'"{folder}"', **chosen}
    (folder / "settings.toml").write_text("\n".join(f"{name} = {value}" for name, value in table.items()))
    return {
        "PYTHONPATH": str(HOME),
        "PORTAL_SETTINGS": str(folder / "settings.toml"),
        "PORTAL_SECRET_KEY": "k" * 64,
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite'}",
    }


class Served:
    """The command, and a way to speak to it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        words = [sys.executable, "-m", "webapp.cli", "serve", f"--port={port}", "--processes=2"]
        environment = {**os.environ, **settings(folder, port)}
        self.process = subprocess.Popen(
            words, env=environment, cwd=HOME, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def health(self) -> tuple[int, str]:
        """Status and words of the health page."""
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=10)) as connection:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def begun(self) -> "Served":
        """Once it answers."""
        await_that(lambda: self.health()[0] == 200)
        return self

    def hands(self) -> set[int]:
        """Its processes."""
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        return {int(line) for line in found.stdout.split()}

    def ended(self) -> tuple[int, str]:
        """Its exit code and all that it has said."""
        said = self.process.communicate(timeout=BEGINS_WITHIN)[0]
        return self.process.returncode, said


def await_that(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + BEGINS_WITHIN
    while True:
        with suppress(OSError, http.client.HTTPException):
            if holds():
                return
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def port() -> int:
    with socket.create_server(("localhost", 0)) as place:
        return int(place.getsockname()[1])


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    """A folder with a database of the newest shape."""
    database = Database(f"sqlite:///{tmp_path / 'portal.sqlite'}")
    schema.upgrade(database.engine)
    database.dispose()
    return tmp_path


@pytest.fixture
def served(migrated: Path, port: int) -> Iterator[Served]:
    made = Served(migrated, port)
    yield made.begun()
    made.process.kill()
    made.process.communicate()


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What the command says when it does not begin."""

    def serve(folder: Path, port: int, **chosen: str) -> str:
        for name, value in settings(folder, port, **chosen).items():
            monkeypatch.setenv(name, value)
        assert main(["serve", f"--port={port}"]) == 1
        return capsys.readouterr().out

    return serve


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"demo": "true"}, "Serve with demo = false."),
        ({"base_url": '"https://localhost"'}, "as proxies = 1"),
        ({"base_url": '"http://portal.example"', "trusted_hosts": '["portal.example"]'}, "must begin with https://"),
        ({"colour": '"red"'}, "there is no such setting"),
    ],
)
def test_settings_that_are_not_safe_are_refused_in_a_sentence(
    migrated: Path, port: int, refused: Callable[..., str], chosen: dict[str, str], sentence: str
) -> None:
    assert sentence in refused(migrated, port, **chosen)


def test_a_database_of_another_shape_is_told(tmp_path: Path, port: int, refused: Callable[..., str]) -> None:
    assert "./portal migrate-database" in refused(tmp_path, port)


def test_a_port_that_is_taken_is_told(migrated: Path, refused: Callable[..., str]) -> None:
    with socket.create_server(("localhost", 0)) as place:
        taken = place.getsockname()[1]
        assert refused(migrated, taken) == f"Port {taken} is in use. Try --port {taken + 1}.\n"


def test_it_says_where_it_listens_and_ends_when_it_is_asked_to(served: Served) -> None:
    assert served.health() == (200, "ok")
    served.process.send_signal(signal.SIGTERM)
    code, said = served.ended()
    assert code == 0 and f"http://localhost:{served.port}" in said and f"127.0.0.1:{served.port}" in said
    assert "2 processes listen" in said and "Traceback" not in said
    assert served.hands() == set()


def test_a_request_in_hand_is_finished(served: Served) -> None:
    with socket.create_connection(("localhost", served.port)) as slow, slow.makefile("rb") as answer:
        slow.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n")
        slow.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail")
        time.sleep(0.5)
        served.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert served.process.poll() is None
        slow.sendall(b"=a@b")
        assert answer.readline() == b"HTTP/1.1 400 BAD REQUEST\r\n"  # no token: the site itself has answered
    assert served.ended()[0] == 0


def test_a_process_that_dies_is_started_again(served: Served) -> None:
    await_that(lambda: len(served.hands()) == 2)
    before = served.hands()
    os.kill(min(before), signal.SIGKILL)
    await_that(lambda: len(served.hands() - before) == 1 and len(served.hands()) == 2)
    assert served.health() == (200, "ok")


def test_nobody_is_left_when_the_first_process_is_killed(served: Served) -> None:
    await_that(lambda: len(served.hands()) == 2)
    hands = served.hands()
    served.process.kill()
    await_that(lambda: not any(Path(f"/proc/{each}").exists() for each in hands))


def test_a_database_that_is_away_is_told_to_the_load_balancer(served: Served, migrated: Path) -> None:
    for each in migrated.glob("portal.sqlite*"):
        each.unlink()
    (migrated / "portal.sqlite").mkdir()
    await_that(lambda: served.health() == (503, "unreachable"))
