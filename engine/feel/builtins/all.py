"""Every family of built-in functions, imported so that it registers."""

from engine.feel.builtins import (
    contexts,
    conversion,
    lists,
    moments,
    numeric,
    patterns,
    ranges,
    sorting,
    statistics,
    strings,
)

FAMILIES = (contexts, conversion, lists, moments, numeric, patterns, ranges, sorting, statistics, strings)
