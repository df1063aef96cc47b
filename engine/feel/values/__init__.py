"""The values of FEEL: numbers, texts, dates, times, durations, lists, contexts, ranges, functions.

In Python: None, bool, Decimal, str, list, dict, and the frozen records of this package.
"""
