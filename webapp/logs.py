"""Logs: one JSON line for each event on stderr, in which nobody can be found again.

Three nets. A line is made of the named values in ALLOWED and no others; texts lose whatever looks like an address, a
code or a token; of a fault its kind and its place are kept, never its words. What other libraries log is kept without
the values that they put into it. Names cannot be known by their look: no line of ours is given one.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter

HOME = Path(__file__).resolve().parent.parent
OURS = ("portal", "webapp")  # loggers
OUR_OWN = frozenset({"timestamp", "level", "request", "person", "route", "method"})  # made by us, of a known shape
ALLOWED = OUR_OWN | {"event", "logger", "status", "ms", "effect", "kind", "tries", "timer", "piece", "incident"}
PLACES = 6  # of a fault's way through the code, the innermost
LONGEST = 300  # characters of a text
HIDDEN = (
    (re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+"), "[address]"),
    (re.compile(r"(?<!\w)/[^\s\"']+"), "[path]"),  # of an address, with whatever stands in it
    (re.compile(r"(?=[\w-]*\d)[\w-]{20,}"), "[token]"),
    (re.compile(r"\d(?:[ \N{NO-BREAK SPACE}]?\d){5,}"), "[number]"),
)
Event = MutableMapping[str, Any]

structlog.configure(
    processors=[structlog.stdlib.add_log_level, ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)


def logger(name: str) -> Any:
    """One that is given values by name."""
    return structlog.stdlib.get_logger(name)


def configure(*, readable: bool = False, stream: TextIO | None = None) -> None:
    """Send everything that is logged in this process to stderr; `readable`: for eyes, not for machines."""
    renderer: Any = structlog.dev.ConsoleRenderer(colors=False) if readable else structlog.processors.JSONRenderer()
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, ExtraAdder()],
            processors=[guard, structlog.processors.TimeStamper(fmt="iso", utc=True), renderer],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that somebody waits for a moment is no fault


def guard(_logger: Any, _method: str, event: Event) -> Event:
    """The three nets."""
    record: logging.LogRecord = event.pop("_record")
    if not (event.pop("_from_structlog") or _is_ours(record)):
        event["event"] = str(record.msg)
    fault = event.pop("exc_info", None)
    kept = {name: _kept(name, value) for name, value in event.items() if name in ALLOWED}
    refused = sorted(set(event) - ALLOWED)
    return {
        **kept,
        "logger": record.name,
        **({"refused": refused} if refused else {}),
        **(_fault(fault[1]) if fault and fault[1] else {}),
    }


def cleaned(text: str) -> str:
    """One line without control characters, addresses, codes and tokens."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    for pattern, instead in HIDDEN:
        line = pattern.sub(instead, line)
    return line[:LONGEST]


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _kept(name: str, value: object) -> object:
    if isinstance(value, int | float) or name in OUR_OWN:
        return value
    return cleaned(str(value))


def _fault(fault: BaseException) -> Event:
    """Kinds of the fault and of what led to it, and where it happened."""
    kinds: list[str] = []
    cause: BaseException | None = fault
    while cause is not None and len(kinds) < PLACES:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(fault.__traceback__)[-PLACES:]
    return {"fault": kinds, "at": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]}


def _short(path: str) -> str:
    return str(Path(path).relative_to(HOME)) if Path(path).is_relative_to(HOME) else Path(path).name
