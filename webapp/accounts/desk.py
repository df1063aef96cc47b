"""What every part of this room works with: the open session, the server's key and a clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session


class Clock(Protocol):
    """Says what time it is, with a time zone."""

    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Desk:
    """Built for each request or job; whoever opened `session` commits it, nobody in this room does."""

    session: Session
    key: bytes  # the server's secret, at least 32 bytes; links, codes and throttle subjects hang on it
    clock: Clock

    @property
    def now(self) -> datetime:
        return self.clock.now()
