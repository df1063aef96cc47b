"""Whole sign-ins a second, and what a signed-in page takes meanwhile: `./portal serve` with two processes on PostgreSQL.

A sign-in is four requests: the page, the password (argon2), the page for the code, the code. Whoever asks shares the
cores with the site.
"""

import itertools
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from tests.abuse.browser import Browser
from tests.abuse.site import RealSite, running
from webapp import postgres
from webapp.app import create_app
from webapp.demo import JO, PASSWORD
from webapp.views import identity

PROCESSES, PEOPLE = 2, 40
AT_ONCE = 6  # who sign in at the same time when as many as possible do
SECONDS = 12.0  # of each measurement
EACH_SECOND = 10  # sign-ins while pages are measured
BETWEEN_PAGES = 0.05  # seconds
LOOKS = 200
Say = Callable[[str], None]


def measure(*, say: Say) -> dict[str, float]:
    """Figures by name."""
    with tempfile.TemporaryDirectory() as folder, postgres.cluster(durable=True) as address:
        say("postgres: sign-ins …")
        with running(Path(folder), address, processes=PROCESSES) as site:
            people = itertools.cycle(site.people([f"Bench{number}" for number in range(PEOPLE)]))
            _sign_in(site, next(people))
            figures = {"signins_per_second": round(_as_many_as_possible(site, people), 1)}
            say("postgres: pages while ten sign in each second …")
            figures["pages_p95_ms_during_signins"] = round(_pages_meanwhile(site, people), 1)
            figures["access_checks_ms"] = round(_access_checks(site), 3)
            return figures


def _as_many_as_possible(site: RealSite, people: Iterator[str]) -> float:
    """Sign-ins a second when somebody else begins as soon as one is through."""
    until, done = time.perf_counter() + SECONDS, itertools.count()

    def go_on() -> None:
        while time.perf_counter() < until:
            _sign_in(site, next(people))
            next(done)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for each in [pool.submit(go_on) for _ in range(AT_ONCE)]:
            each.result()
    return next(done) / SECONDS


def _pages_meanwhile(site: RealSite, people: Iterator[str]) -> float:
    """Milliseconds in which 95 of 100 pages are there."""
    reader, over, times = site.browser(JO.email), threading.Event(), list[float]()

    def read() -> None:
        while not over.is_set():
            start = time.perf_counter()
            assert reader.gets("/home").status == 200
            times.append(time.perf_counter() - start)
            over.wait(BETWEEN_PAGES)

    with ThreadPoolExecutor(AT_ONCE * 2) as pool:
        reading, begun = pool.submit(read), time.perf_counter()
        arriving = []
        for number in range(int(SECONDS * EACH_SECOND)):
            time.sleep(max(0.0, begun + number / EACH_SECOND - time.perf_counter()))
            arriving.append(pool.submit(_sign_in, site, next(people)))
        for each in arriving:
            each.result()
        over.set()
        reading.result()
    return statistics.quantiles(times, n=100)[94] * 1000


def _sign_in(site: RealSite, email: str) -> None:
    browser = site.browser()
    _post(browser, "/sign-in", email=email, password=PASSWORD)
    _post(browser, "/sign-in/code", code=_code(site, email))


def _post(browser: Browser, path: str, **fields: str) -> None:
    answer = browser.sends(path, [("csrf_token", browser.token(path)), *fields.items()])
    assert answer.status == 302, answer.words


def _code(site: RealSite, email: str) -> str:
    """What the mail would say."""
    newest = (
        "SELECT c.id FROM code_challenge c JOIN person p ON p.id = c.person_id WHERE p.email = :email "
        "AND c.used_at IS NULL ORDER BY c.created_at DESC LIMIT 1"
    )
    with site.portal.look() as services:
        sent = services.accounts.email_code(site.run(newest, email=email)[0][0])
    assert sent
    return sent.secret


def _access_checks(site: RealSite) -> float:
    """Median milliseconds of the statements by which a page learns whose session it is and what they may."""
    app = create_app(site.portal)
    with site.portal.work() as services:
        person = services.accounts.people.by_email(JO.email)
        assert person
        token = services.accounts.sessions.start(person)
    engine, begun, spent = site.portal.database.engine, list[float](), list[float]()
    listeners: dict[str, Callable[..., None]] = {
        "before_cursor_execute": lambda *_: begun.append(time.perf_counter()),
        "after_cursor_execute": lambda *_: spent.append(time.perf_counter() - begun.pop()),
    }
    for name, listener in listeners.items():  # once: hung on for each look, they would cost more than the statements
        event.listen(engine, name, listener)
    looks = [_look(app, token, spent) for _ in range(LOOKS)]
    for name, listener in listeners.items():
        event.remove(engine, name, listener)
    return statistics.median(looks)


def _look(app: Flask, token: str, spent: list[float]) -> float:
    """Milliseconds of the statements of one look."""
    spent.clear()
    with app.test_request_context():
        found = identity._find(token)
        assert found
        with identity.portal().look() as services:
            services.actor(found)
    return sum(spent) * 1000
