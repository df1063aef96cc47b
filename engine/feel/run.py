"""One evaluation: the variables it reads, the moment it calls now, and the allowance it spends."""

from collections.abc import Mapping
from datetime import UTC, datetime

from engine.feel.limits import Allowance
from engine.feel.variables import FEEL_KINDS, from_variable


class Run:
    """Reads variables of `scope` as FEEL values, each converted once."""

    __slots__ = ("_now", "_values", "allowance", "scope")

    def __init__(
        self, scope: Mapping[str, object], now: datetime | None = None, allowance: Allowance | None = None
    ) -> None:
        self.scope = scope
        self.allowance = allowance or Allowance()
        self._now = now
        self._values: dict[str, object] = {}

    @property
    def now(self) -> datetime:
        """The moment of this evaluation, the same however often it is asked."""
        if self._now is None:
            self._now = datetime.now(UTC)
        return self._now

    def read(self, name: str) -> object:
        """The variable as a FEEL value; null when there is none."""
        try:
            return self._values[name]
        except KeyError:
            value = self.scope.get(name)
            if type(value) not in FEEL_KINDS:
                value = from_variable(value, self.allowance)
            self._values[name] = value
            return value

    def has(self, name: str) -> bool:
        """Whether there is such a variable, null or not."""
        return name in self.scope

    def among(self, values: dict[str, object]) -> "Run":
        """The same evaluation where these FEEL values are all the variables."""
        run = Run(values, self.now, self.allowance)
        run._values = values
        return run

    def with_values(self, values: Mapping[str, object]) -> "Run":
        """The same evaluation with these FEEL values as further variables; its own must be FEEL values too."""
        return self.among({**self.scope, **values})

    def within(self, other: "Run") -> "Run":
        """The variables of `other`, paid from this run's allowance: for functions that were made elsewhere."""
        if other.scope is self.scope:
            return self
        run = Run(other.scope, self.now, self.allowance)
        run._values = other._values
        return run
