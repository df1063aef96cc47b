"""All that this process logs, as it would go to stderr."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from webapp import logs


class Log(io.StringIO):
    """What would have gone to stderr."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@contextmanager
def logged() -> Iterator[Log]:
    """Until the end of the block; then everything is as it was."""
    root, kept = logging.getLogger(), logging.getLogger().handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("", *logs.OURS)}
    root.handlers = []  # pytest's own are not to be closed
    made = Log()
    logs.configure(stream=made)
    yield made
    root.handlers = kept
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
