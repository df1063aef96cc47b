"""The tabs under the header: the room that knows who has signed in hands them to the shell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

EXTENSION = "tabs"


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab; `count` is what waits behind it (0 shows nothing), `current` marks where the reader is."""

    label: str
    url: str
    count: int = 0
    current: bool = False


def supply_tabs(app: Flask, supplier: Callable[[], Sequence[Tab]]) -> None:
    """Let `supplier` name the tabs of whoever has signed in; the first is where their portal begins."""
    app.extensions[EXTENSION] = supplier


def tabs() -> Sequence[Tab]:
    """The tabs for this request; none as long as nobody supplies them."""
    supplier = current_app.extensions.get(EXTENSION)
    return supplier() if supplier else ()
