"""Regular expressions as XPath has them, matched in bounded time.

Python's own would run for ever on a pattern such as `(a+)+$`. Here a pattern becomes a small program; the matcher
never visits the same instruction at the same character twice, so its work is at most their product, and each
visit is paid for from the evaluation's allowance. Patterns with back-references, which cannot be had so cheaply,
are tried one way after the other and end when the allowance does.
"""
