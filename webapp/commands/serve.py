"""`./portal serve`: the site for production: several processes, one listening socket, behind a proxy that ends TLS."""

import argparse
import os
import re
import socket

from sqlalchemy.exc import OperationalError

from webapp import logs, schema
from webapp.accounts import hashing
from webapp.app import create_app
from webapp.config import Config, SettingsRefused
from webapp.db import Database
from webapp.portal import Portal
from webapp.serving import Server, listening
from webapp.serving.crew import Crew

NAME = "serve"
HELP = "the site for production: several processes, on SQLite or PostgreSQL, behind your own proxy"
PROCESSES = range(1, 65)
IN_HAND = 20.0  # seconds for what is being answered when the site is ended
GRACE = IN_HAND + 10  # then a process is killed

DEMO = "Settings, demo: everybody knows the password of the demo's people. Serve with demo = false."
PROXIES = (
    "Settings, proxies: base_url is https and this server speaks http, so a proxy of yours stands in front. "
    "Say how many, as proxies = 1, or all people would be counted as one address."
)
OLD_SHAPE = "The database has not the shape of this version. Run ./portal migrate-database first."
AWAY = "The database of PORTAL_DATABASE_URL cannot be reached."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    usual = min(os.cpu_count() or 1, PROCESSES[-1])
    parser.add_argument("--processes", type=_count, default=usual, help=f"how many; one for each core ({usual})")
    parser.add_argument("--host", default="localhost", help="name or address to listen on (localhost); 0.0.0.0: all")
    listening.add_port(parser)


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM; 1 when settings, database or port do not let it begin."""
    logs.configure()
    config = Config.load()
    refuse_unsafe(config)
    try:
        sockets = listening.bind(arguments.host, arguments.port)
    except listening.NotToBeHad as reason:
        print(reason)
        return 1
    print(_welcome(config, sockets, arguments.processes), flush=True)
    hashing.share(arguments.processes)
    Crew(arguments.processes, lambda: Server(create_app(Portal(config)), sockets, grace=IN_HAND), grace=GRACE).run()
    return 0


def refuse_unsafe(config: Config) -> None:
    """Raises SettingsRefused with the sentence that says what to mend."""
    if config.demo:
        raise SettingsRefused(DEMO)
    if config.https and not config.proxies:
        raise SettingsRefused(PROXIES)
    config.var.mkdir(parents=True, exist_ok=True)
    database = Database(config.database_url)
    try:
        newest = schema.is_newest(database.engine)
    except OperationalError:
        raise SettingsRefused(AWAY) from None
    finally:
        database.dispose()  # no connection is shared by processes
    if not newest:
        raise SettingsRefused(OLD_SHAPE)


def _welcome(config: Config, sockets: list[socket.socket], processes: int) -> str:
    places = " and ".join(_place(each) for each in sockets)
    count = "1 process listens" if processes == 1 else f"{processes} processes listen"
    return f"The portal is at {config.base_url}\n{count} on {places}. SIGTERM or Ctrl+C ends it."


def _place(each: socket.socket) -> str:
    host, port = each.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) not in PROCESSES:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of processes. Choose 1 to {PROCESSES[-1]}.")
    return int(text)
