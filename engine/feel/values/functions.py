"""Functions as values: what can be called with positions or with names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.feel.run import Run


class Function:
    """Something that FEEL can call; calling it wrongly gives null."""

    __slots__ = ()

    def call(self, run: Run, arguments: Sequence[object]) -> object:
        """The result for arguments in their order."""
        raise NotImplementedError

    def call_named(self, run: Run, arguments: Mapping[str, object]) -> object:
        """The result for arguments by parameter name."""
        raise NotImplementedError

    def accepts(self, count: int) -> bool:
        """Whether it can be called with that many arguments."""
        raise NotImplementedError
