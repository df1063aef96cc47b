"""Abuse case 30: every answer carries the protective headers, whatever its status."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.abuse.browser import Answer
from tests.abuse.site import RealSite
from webapp.security import HEADERS, LONGEST_TYPING


@contextmanager
def without_table(site: RealSite, name: str) -> Iterator[None]:
    """A fault of ours: the table is not there for a while."""
    site.run(f"ALTER TABLE {name} RENAME TO away")
    try:
        yield
    finally:
        site.run(f"ALTER TABLE away RENAME TO {name}")


def ask(site: RealSite, status: int) -> Answer:
    """An answer with this status."""
    visitor = site.browser()
    token = ("csrf_token", visitor.token())
    if status == 500:
        with without_table(site, "throttle"):
            return visitor.sends("/sign-in", [token, ("email", "a@example.org"), ("password", "x")])
    if status == 429:
        for _ in range(10):
            visitor.sends("/sign-in", [token, ("email", "many@example.org"), ("password", "x")])
    asks = {
        200: lambda: visitor.gets("/"),
        302: lambda: visitor.gets("/home"),
        400: lambda: visitor.sends("/sign-in", []),
        403: lambda: site.browser("kit.dale@example.org").gets("/tasks"),
        404: lambda: visitor.gets("/nothing-here"),
        405: lambda: visitor.asks("DELETE", "/sign-in", headers={"X-CSRFToken": token[1]}),
        413: lambda: visitor.sends("/sign-in", [token, ("email", "x" * (LONGEST_TYPING + 1))]),
        422: lambda: visitor.sends("/sign-in", [token]),
        429: lambda: visitor.sends("/sign-in", [token, ("email", "many@example.org"), ("password", "x")]),
    }
    return asks[status]()


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404, 405, 413, 422, 429, 500])
def test_every_answer_carries_the_protective_headers(real_site: RealSite, status: int) -> None:
    answer = ask(real_site, status)
    assert answer.status == status, answer.words
    protected(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_files_of_ours_carry_them_too_and_may_be_kept(real_site: RealSite) -> None:
    page = real_site.browser().gets("/").text
    files = {part.partition('"')[0] for part in page.split('"/static/')[1:]}
    assert len(files) > 1
    for file in files:
        answer = real_site.browser().gets(f"/static/{file}")
        assert answer.status == 200
        protected(answer)
    protected(real_site.browser().gets("/static/x/nothing.css"))
    protected(real_site.browser().gets("/healthz"))


def protected(answer: Answer) -> None:
    policy = answer.headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
    ):
        assert part in policy
    assert "unsafe" not in policy and "script-src 'nonce-" in policy
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Server"] is None and answer.headers["X-Powered-By"] is None
    for cookie in answer.headers.get_all("Set-Cookie") or ():
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
