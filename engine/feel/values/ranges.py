"""Ranges: everything from one value to another, either end of which may be open."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """`[start..end]`; an end that is None is unbounded, as in `(> 5)`."""

    start: object
    end: object
    start_included: bool
    end_included: bool
