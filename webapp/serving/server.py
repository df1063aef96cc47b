"""One process of the site in production: waitress on sockets that are bound already, ended without losing a request."""

import socket
import time
from collections.abc import Sequence

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from webapp.security import LONGEST_BODY

THREADS = 8
CONNECTIONS = 500  # open at once in one process; who sends slowly holds one and no thread
LOOK = 0.25  # seconds between two looks whether to end


class Server:
    """Serves until `stop()`; then it takes no new connection and finishes what is in hand."""

    def __init__(self, app: Flask, sockets: Sequence[socket.socket], *, grace: float) -> None:
        self._grace = grace
        self._channels: dict[int, wasyncore.dispatcher] = {}
        self._stopping = False
        self._server = create_server(
            app,
            map=self._channels,
            sockets=list(sockets),
            threads=THREADS,
            connection_limit=CONNECTIONS,
            max_request_body_size=4 * LONGEST_BODY,  # up to here the site says in words that it is too long
            clear_untrusted_proxy_headers=False,  # webapp/security.py reads those of our own proxies, and no others
            ident=None,
        )

    def stop(self) -> None:
        """End soon."""
        self._stopping = True

    def run(self) -> None:
        """Serve; after `stop()` for at most `grace` seconds more."""
        while not self._stopping:
            self._turn()
        for each in list(self._channels.values()):
            if isinstance(each, BaseWSGIServer):
                each.accepting = False
        until = time.monotonic() + self._grace
        while self._in_hand() and time.monotonic() < until:
            self._turn()
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._channels)

    def _turn(self) -> None:
        wasyncore.loop(timeout=LOOK, use_poll=True, map=self._channels, count=1)

    def _in_hand(self) -> bool:
        """Is a request being received, answered or sent back?"""
        found = [each for each in self._channels.values() if isinstance(each, HTTPChannel)]
        return any(each.requests or each.request or each.total_outbufs_len for each in found)
