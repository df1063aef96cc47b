"""GOV.UK Notify on this machine: takes emails, knows references, and answers as its API documentation says."""

import json
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standins import running

TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
KEY = f"council-{'1' * 8}-1111-1111-1111-{'1' * 12}-{'2' * 8}-2222-2222-2222-{'2' * 12}"


class Notify(ThreadingHTTPServer):
    """`sent` is what it took; `refusal` a status and body that it answers instead; `lost` drops answers after taking."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.sent: list[dict[str, Any]] = []
        self.refusal: tuple[int, dict[str, Any]] | None = None
        self.lost = False

    @property
    def url(self) -> str:
        return "http://{}:{}".format(*self.server_address)


class Answering(BaseHTTPRequestHandler):
    server: Notify

    def do_GET(self) -> None:
        wanted = parse_qs(urlsplit(self.path).query)["reference"][0]
        found = [mail for mail in self.server.sent if mail["reference"] == wanted]
        self._answer(200, {"notifications": [{"reference": mail["reference"]} for mail in found], "links": {}})

    def do_POST(self) -> None:
        mail = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.refusal:
            self._answer(*self.server.refusal)
            return
        assert self.path == "/v2/notifications/email" and self.headers["Authorization"].startswith("Bearer ")
        self.server.sent.append(mail)
        if self.server.lost:
            self.close_connection = True
            return
        self._answer(201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": mail["reference"]})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def notify() -> AbstractContextManager[Notify]:
    """One that runs until the test is over."""
    return running(Notify())
