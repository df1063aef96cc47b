"""Whether two kinds of answer can be told apart: by what they hold, and by how long they take."""

import math
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.abuse.browser import Answer

ROUNDS, FEW = 12, 8  # with fewer, not even two kinds that never overlap would surely differ
MATERIAL = 0.010  # seconds between medians: less is the machine's noise; a forgotten argon2 hash is five times as much
SURELY = 1e-3  # chance that two kinds of the same speed look as different as these
CHANGING = (
    re.compile(r'name="csrf_token" value="[^"]+"'),
    re.compile(r'nonce="[^"]+"|\'nonce-[^\']+\''),
    re.compile(r"[\w.]+@example\.org"),
)
Ask = Callable[[], Answer]


@dataclass(frozen=True)
class Times:
    """Seconds of two kinds of request that were made in turn."""

    first: list[float]
    second: list[float]

    @property
    def apart(self) -> bool:
        """Do they differ by more than the machine does, and not by chance?"""
        difference = statistics.median(self.first) - statistics.median(self.second)
        return abs(difference) > MATERIAL and chance(self.first, self.second) < SURELY

    def __str__(self) -> str:
        medians = (statistics.median(each) * 1000 for each in (self.first, self.second))
        return " against ".join(f"{each:.1f} ms" for each in medians)


def compared(pairs: Sequence[tuple[Ask, Ask]]) -> tuple[Times, list[tuple[Answer, Answer]]]:
    """Each pair is asked one after the other; who is first changes with each."""
    times, answers = Times([], []), []
    for number, (first, second) in enumerate(pairs):
        if number % 2:
            then, now = _timed(second, times.second), _timed(first, times.first)
            answers.append((now, then))
        else:
            answers.append((_timed(first, times.first), _timed(second, times.second)))
    return times, answers


def chance(first: Sequence[float], second: Sequence[float]) -> float:
    """Of a difference as large as this when both come from the same (Mann and Whitney's test, two-sided)."""
    above = sum((a > b) + (a == b) / 2 for a in first for b in second)
    n, m = len(first), len(second)
    return math.erfc(abs(above - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12) / math.sqrt(2))


def seen(answer: Answer) -> tuple[int, list[tuple[str, str]], str]:
    """All that comes back but what is new in every answer."""
    headers = [(name, value) for name, value in answer.headers.items() if name not in ("Date", "Set-Cookie")]
    cookies = [("Set-Cookie", value.partition("=")[0]) for value in answer.headers.get_all("Set-Cookie") or ()]
    text, sent = answer.text, [*headers, *cookies]
    for pattern in CHANGING:
        text = pattern.sub("*", text)
        sent = [(name, pattern.sub("*", value)) for name, value in sent]
    # Its length differs by that of the address that was typed, and by nothing else.
    return answer.status, [(name, value) for name, value in sent if name != "Content-Length"], text


def _timed(ask: Ask, into: list[float]) -> Answer:
    start = time.perf_counter()
    answer = ask()
    into.append(time.perf_counter() - start)
    return answer
