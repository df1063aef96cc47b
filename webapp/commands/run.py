"""`./portal run`: the demo on this machine, with people, mail and a worker, in one command."""

import argparse
import errno
import re
import socket
import threading

from waitress.server import create_server

from webapp import demo, schema, shipped
from webapp.app import create_app
from webapp.config import Config
from webapp.portal import Portal
from webapp.worker import Worker

NAME = "run"
PORTS = range(1, 65536)
NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)  # a machine without IPv6 may still name it
HELP = "the demo: site, worker and mailbox on this machine; prints where to go and who to be"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, help="where the site listens (8000)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted; 1 when the port is not to be had. Nothing else is begun before it is ours."""
    config = Config.load().at_port(arguments.port)
    try:
        sockets = _bound(arguments.port)
    except OSError as fault:
        print(_not_to_be_had(arguments.port, fault))
        return 1
    portal = Portal(config)
    prepare(portal)
    worker = Worker(portal)
    threading.Thread(target=worker.run, name="worker", daemon=True).start()
    print(_welcome(config.base_url), flush=True)
    create_server(create_app(portal), sockets=sockets, threads=8, ident=None).run()
    worker.stop()
    return 0


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) not in PORTS:
        raise argparse.ArgumentTypeError(f"“{text}” is no port. Choose a number from 1 to 65535.")
    return int(text)


def _bound(port: int) -> list[socket.socket]:
    """Sockets of this machine's own name, by each kind of address that it has. Raises OSError, and keeps none then."""
    found: list[socket.socket] = []
    for family, _, _, _, address in socket.getaddrinfo("localhost", port, type=socket.SOCK_STREAM):
        try:
            found.append(socket.create_server(address[:2], family=family))
        except OSError as fault:
            if fault.errno in NOT_HERE:
                continue
            for each in found:
                each.close()
            raise
    return found


def _not_to_be_had(port: int, fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Try --port {port + 1 if port + 1 in PORTS else 8000}."
    if fault.errno == errno.EACCES:
        return f"Port {port} is kept for the system. Try --port 8000."
    return f"Port {port} cannot be used: {fault.strerror}. Try --port 8000."


def prepare(portal: Portal) -> None:
    """The database, the shipped processes and the demo's people; what is there already is left as it is."""
    portal.config.var.mkdir(parents=True, exist_ok=True)
    schema.upgrade(portal.database.engine)
    with portal.work() as services:
        shipped.deploy(services)
        demo.make(services)


def _welcome(address: str) -> str:
    widest = max(len(each.email) for each in demo.PEOPLE)
    people = [f"  {each.email:{widest}}  {each.role}" for each in demo.PEOPLE]
    lines = [f"The portal is at {address}", f"The mail that it sends is at {address}/demo/mailbox", ""]
    lines += [
        f"Sign in with the password {demo.PASSWORD} as",
        *people,
        "",
        "or register as somebody new. Ctrl+C ends it.",
    ]
    return "\n".join(lines)
