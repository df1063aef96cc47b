"""A virus scanner that speaks INSTREAM and knows EICAR."""

import socket
import socketserver
import threading
from contextlib import AbstractContextManager

from tests.standins import running

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 30 * 1024 * 1024  # bytes


class Clamd(socketserver.ThreadingTCPServer):
    """`answer` replaces what it would say; `silent` lets it hang; `seen` counts bytes of what it was shown."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answer, self.silent, self.limit = b"", threading.Event(), LIMIT
        self.seen: list[int] = []

    @property
    def address(self) -> str:
        """As the setting `uploads.scanner` names it."""
        return "{}:{}".format(*self.server_address)


class Conversation(socketserver.StreamRequestHandler):
    server: Clamd

    def handle(self) -> None:
        begin = self.rfile.read(10)
        assert begin == b"zINSTREAM\0", begin
        data = bytearray()
        while length := int.from_bytes(self._exactly(4)):
            data += self._exactly(length)
            if len(data) > self.server.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                self.request.shutdown(socket.SHUT_WR)
                return
        self.server.seen.append(len(data))
        if self.server.silent.is_set():
            threading.Event().wait(5)
            return
        found = b"Win.Test.EICAR_HDB-1 FOUND" if EICAR in data else b"OK"
        self.wfile.write(self.server.answer or b"stream: " + found + b"\0")

    def _exactly(self, length: int) -> bytes:
        data = self.rfile.read(length)
        assert len(data) == length, "the sender stopped in the middle"
        return data


def clamd() -> AbstractContextManager[Clamd]:
    """One that runs until the test is over."""
    return running(Clamd())
