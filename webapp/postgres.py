"""PostgreSQL for tests and measurements: its programs found or installed, and a cluster that is thrown away."""

import getpass
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACE = Path("/usr/lib/postgresql")
PACKAGE = "postgresql"
REMEDY = "Install PostgreSQL with your system's package manager (Debian: apt-get install postgresql)."
SERVANTS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
NAME = "portal"  # of the database and of its superuser
STARTS_WITHIN = 30  # seconds
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # outlives no power cut
SMALL = {"listen_addresses": "", "shared_buffers": "64MB", "max_connections": "100"}
# It ends with the process that started it, killed or not: then nobody holds the other end of its standard input.
GUARD = """
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
server=$!
read -r _
kill -INT $server; wait $server
rm -rf "$folder"
"""


class NoPostgres(Exception):
    """There is no PostgreSQL on this machine."""

    def __str__(self) -> str:
        return f"{self.__doc__} {REMEDY}"


class DidNotStart(Exception):
    """The throw-away PostgreSQL did not start."""


def find() -> Path:
    """Folder of the newest version's programs; raises NoPostgres with the remedy."""
    versions = sorted(PLACE.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = [path.parent for path in versions] or ([Path(on_path).resolve().parent] if on_path else [])
    if not found:
        raise NoPostgres
    return found[-1]


def obtain() -> Path:
    """Folder of the programs, installed first when this user may; raises NoPostgres with the remedy."""
    try:
        return find()
    except NoPostgres:
        if shutil.which("apt-get") is None or os.geteuid() != 0:
            raise
    print("Installing PostgreSQL for the tests (a minute or two) …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", PACKAGE]):
        subprocess.run(["apt-get", "-q", *words], env=environment, check=False, capture_output=True)
    return find()


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """The address of a fresh database on a socket of its own, gone at the end; `durable` waits for the disk.

    Raises NoPostgres, DidNotStart with the server's own words.
    """
    programs, user = find(), _user()
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    if user != getpass.getuser():
        shutil.chown(folder, user)
    data = folder / "data"
    made = ["-D", str(data), "-U", NAME, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions"]
    _run([str(programs / "initdb"), *made], user)
    settings = {**SMALL, **({} if durable else FORGETFUL), "unix_socket_directories": str(folder)}
    server = [str(programs / "postgres"), "-D", str(data), *(f"--{name}={value}" for name, value in settings.items())]
    guard = subprocess.Popen(
        ["sh", "-c", GUARD, "guard", str(folder), *server],
        stdin=subprocess.PIPE,
        user=user,
        cwd=folder,
        start_new_session=True,
    )
    try:
        _await(programs, folder, user)
        yield f"postgresql+psycopg://{NAME}@/{NAME}?host={folder}"
    finally:
        assert guard.stdin is not None
        guard.stdin.close()
        guard.wait()


def _user() -> str:
    """Who runs the server: this user, or of root's servants the first there is."""
    if os.geteuid() != 0:
        return getpass.getuser()
    import pwd  # is not there on Windows, where every command is read all the same

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in SERVANTS if name in known)


def _await(programs: Path, folder: Path, user: str) -> None:
    until = time.monotonic() + STARTS_WITHIN
    create = [str(programs / "createdb"), "-h", str(folder), "-U", NAME, NAME]
    while subprocess.run(create, user=user, cwd=folder, capture_output=True).returncode:
        if time.monotonic() > until:
            raise DidNotStart(f"{DidNotStart.__doc__} It says: {(folder / 'log').read_text()[-2000:]}")
        time.sleep(0.05)


def _run(words: list[str], user: str) -> None:
    done = subprocess.run(words, user=user, cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise DidNotStart(f"{DidNotStart.__doc__} {words[0]} says: {done.stderr[-2000:]}")
