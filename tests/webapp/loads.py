"""How often a page loads a workflow: what a page shows stands in rows, and reading it all is slow."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from engine.spiff.execution import Execution


@contextmanager
def loads() -> Iterator[list[str]]:
    """Of each process instance that is loaded while it lasts the id of its process."""
    restore, seen = Execution.restore, list[str]()

    def watched(process: Any, host: Any, state: Any) -> Execution:
        execution = restore(process, host, state)
        seen.append(process.id)
        return execution

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Execution, "restore", watched)
        yield seen
