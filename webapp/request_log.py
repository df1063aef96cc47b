"""One line of the log for each request: its route, never its address, and who asked only as a keyed hash."""

import hashlib
import hmac
import secrets
import time

from flask import Flask, Response, g, request

from webapp.config import Config
from webapp.logs import logger

log = logger("portal.requests")
UNKNOWN = "-"  # no route of ours: what was asked for could be anything


def install(app: Flask, config: Config) -> None:
    """Before every other part, so that what they take counts as well."""
    app.before_request(_begin)
    app.after_request(lambda response: _line(response, config.secret_key.encode()))


def _begin() -> None:
    g.begun, g.request_number = time.perf_counter(), secrets.token_hex(8)


def _line(response: Response, key: bytes) -> Response:
    begun = g.get("begun", time.perf_counter())
    log.info(
        "request",
        request=g.get("request_number", UNKNOWN),
        method=request.method if request.url_rule else UNKNOWN,
        route=request.url_rule.rule if request.url_rule else UNKNOWN,
        status=response.status_code,
        ms=round((time.perf_counter() - begun) * 1000, 1),
        person=_hashed(key),
    )
    return response


def _hashed(key: bytes) -> str:
    """The same person in each line, and nobody without the key; asks nobody who it is."""
    reference = getattr(g.get("_login_user"), "reference", "")
    return hmac.new(key, f"log:{reference}".encode(), hashlib.sha256).hexdigest()[:12] if reference else UNKNOWN
