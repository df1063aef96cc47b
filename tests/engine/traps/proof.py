"""Code that leaves a trace when something evaluates it."""

from typing import Any

_RUN: list[Any] = []


def shown(value: Any = None) -> Any:
    """Leave a trace; gives the value that the place needs."""
    _RUN.append(value)
    return value


def forget() -> None:
    """No trace yet."""
    _RUN.clear()


def was_run() -> bool:
    """Whether there is a trace."""
    return bool(_RUN)


def code(value: Any = True) -> str:
    """A Python expression that leaves a trace and has this value."""
    return f"__import__('{__name__}', fromlist=['_']).shown({value!r})"
