"""Where a command listens: a port as it is typed, the sockets that are bound for it, and why it is not to be had."""

import argparse
import errno
import re
import socket

PORTS = range(1, 65536)
NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)  # a machine without IPv6 may still name it
STANDARD = 8000


class NotToBeHad(Exception):
    """Nobody can listen there; its sentence says what else to try."""


def add_port(parser: argparse.ArgumentParser) -> None:
    """The argument --port."""
    parser.add_argument("--port", type=_port, default=STANDARD, help=f"where the site listens ({STANDARD})")


def bind(host: str, port: int) -> list[socket.socket]:
    """Sockets of this name, by each kind of address that it has. Raises NotToBeHad, and keeps none then."""
    found: list[socket.socket] = []
    try:
        for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            if made := _listening(family, (str(address[0]), int(address[1]))):
                found.append(made)
    except OSError as fault:
        for each in found:
            each.close()
        raise NotToBeHad(_why(host, port, fault)) from None
    if not found:
        raise NotToBeHad(f"This machine has no address “{host}”. Try --host localhost.")
    return found


def _listening(family: int, address: tuple[str, int]) -> socket.socket | None:
    try:
        return socket.create_server(address, family=family)
    except OSError as fault:
        if fault.errno in NOT_HERE:
            return None
        raise


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) not in PORTS:
        raise argparse.ArgumentTypeError(f"“{text}” is no port. Choose a number from 1 to 65535.")
    return int(text)


def _why(host: str, port: int, fault: OSError) -> str:
    if isinstance(fault, socket.gaierror):
        return f"There is no “{host}” that can be found. Try --host localhost."
    if fault.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Try --port {port + 1 if port + 1 in PORTS else STANDARD}."
    if fault.errno == errno.EACCES:
        return f"Port {port} is kept for the system. Try --port {STANDARD}."
    return f"Port {port} cannot be used: {fault.strerror}. Try --port {STANDARD}."
