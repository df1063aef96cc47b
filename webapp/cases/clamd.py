"""A virus scanner that speaks clamd's INSTREAM: chunks behind their lengths go out, one line comes back."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from webapp.cases.errors import ScannerAway, ScannerRefused
from webapp.cases.models import CLEAN, INFECTED, NOT_SCANNED

CHUNK = 1 << 16
LONGEST_ANSWER = 4_096  # bytes
SECONDS = 60.0  # for one file, from the first byte to the answer
BEGIN, END = b"zINSTREAM\0", b"\0\0\0\0"


@dataclass(frozen=True, kw_only=True)
class Clamd:
    """`address` is host:port, or the path of a socket of this machine."""

    address: str
    seconds: float = SECONDS

    def scan(self, stream: BinaryIO) -> str:
        """clean, infected, or not_scanned past the scanner's own size limit. Raises ScannerAway, ScannerRefused."""
        until = time.monotonic() + self.seconds
        try:
            with self._connected() as line:
                self._send(line, stream, until)
                answer = self._answer(line, until)
        except OSError:
            raise ScannerAway from None
        return verdict(answer)

    def _connected(self) -> socket.socket:
        if self.address.startswith("/"):
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(self.seconds)
            line.connect(self.address)
            return line
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.seconds)

    def _send(self, line: socket.socket, stream: BinaryIO, until: float) -> None:
        # Past its limit the scanner answers and hangs up while we still send: its answer is waiting to be read.
        with suppress(BrokenPipeError, ConnectionResetError):
            for piece in _framed(stream):
                line.settimeout(_left(until))
                line.sendall(piece)

    def _answer(self, line: socket.socket, until: float) -> bytes:
        answer = b""
        while b"\0" not in answer and len(answer) <= LONGEST_ANSWER:
            line.settimeout(_left(until))
            piece = line.recv(LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
        return answer


def verdict(answer: bytes) -> str:
    """What the scanner's line means. Raises ScannerAway for none, ScannerRefused for one that says neither."""
    words = answer.partition(b"\0")[0].strip()
    if not words:
        raise ScannerAway
    if words == b"stream: OK":
        return CLEAN
    if words.startswith(b"stream: ") and words.endswith(b" FOUND"):
        return INFECTED
    if words == b"INSTREAM size limit exceeded. ERROR":
        return NOT_SCANNED
    raise ScannerRefused


def _framed(stream: BinaryIO) -> Iterator[bytes]:
    yield BEGIN
    while chunk := stream.read(CHUNK):
        yield len(chunk).to_bytes(4) + chunk
    yield END


def _left(until: float) -> float:
    """Seconds; raises TimeoutError when there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
