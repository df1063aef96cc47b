"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable

WITHIN = 30  # seconds; a machine may be busy


def eventually(true: Callable[[], bool], within: float = WITHIN) -> None:
    """Returns as soon as it is true; fails when that takes too long."""
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until, f"not within {within} seconds"
        time.sleep(0.05)
