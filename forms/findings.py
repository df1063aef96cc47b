"""What is wrong with a form: where, what, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Finding:
    """One fault of a form."""

    element: str  # the id or key of the component, or where it stands; "form" for the whole
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.element}: {self.message} {self.remedy}"


def nearest(name: str, known: Iterable[str]) -> str:
    """A question that suggests the known name most like this one, or the list of known names."""
    names = sorted(known)
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    return f"Did you mean “{close[0]}”?" if close else f"Known here: {', '.join(names)}."
