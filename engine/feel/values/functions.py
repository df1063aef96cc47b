"""Functions as values: what can be called with positions or with names."""

from collections.abc import Mapping, Sequence
from typing import Any


class Function:
    """Something that FEEL can call in a run (engine/feel/run.py, above here); calling it wrongly gives null."""

    __slots__ = ()

    def call(self, run: Any, arguments: Sequence[object]) -> object:
        """The result for arguments in their order."""
        raise NotImplementedError

    def call_named(self, run: Any, arguments: Mapping[str, object]) -> object:
        """The result for arguments by parameter name."""
        raise NotImplementedError

    def accepts(self, count: int) -> bool:
        """Whether it can be called with that many arguments."""
        raise NotImplementedError
