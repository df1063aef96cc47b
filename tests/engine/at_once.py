"""Several things at the same moment, each in a thread of its own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

WITHIN = 60  # seconds: longer means that they wait for each other


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each gave, or the exception that it raised; all begin together."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[number] = act()
        except Exception as fault:
            results[number] = fault

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WITHIN)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return results


def faults(results: Sequence[Any]) -> list[str]:
    """Names of what was raised, sorted."""
    return sorted(type(result).__name__ for result in results if isinstance(result, Exception))
