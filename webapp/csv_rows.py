"""A table that somebody exported: its lines as text, and its rows by the names of its columns."""

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TextIO

SEPARATORS = (",", ";", "\t")  # between cells; the first line shows which: spreadsheets differ
LONGEST_LINE = 100_000  # bytes: beyond that a quotation mark or a line end is missing
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """The file cannot be read as text."""


class Misshapen(Exception):
    """The file is no table with these columns."""


def lines(file: Path) -> Iterator[str]:
    """The file's lines, one at a time. Raises Unreadable with a sentence that says what to do."""
    try:
        # Latin-1 is byte for byte, and lines end as on any system: a Mac's CR as well.
        with file.open(encoding="latin-1", newline=None) as opened:
            yield from _decoded(opened)
    except FileNotFoundError:
        raise Unreadable("There is no such file. Look at how it is spelled.") from None
    except IsADirectoryError:
        raise Unreadable("This is a folder. Name the CSV file in it.") from None
    except OSError as fault:
        raise Unreadable(f"The file cannot be read: {fault.strerror}.") from None


def cells(
    lines: Iterable[str], columns: Sequence[str], *, optional: Collection[str] = ()
) -> Iterator[tuple[int, list[str]]]:
    """The line on which each row begins that is not blank, and its cells in the order of `columns`.

    A cell is empty where the row is short; what is too much stays at the end. Raises Misshapen.
    """
    rest = iter(lines)
    first = next(rest, "")
    reader = csv.reader(chain([first], rest), delimiter=max(SEPARATORS, key=first.count), strict=True)
    begins = 1
    try:
        header = [name.removeprefix("\ufeff").strip().lower() for name in next(reader, [])]
        positions = _positions(header, columns, optional)
        begins = reader.line_num + 1
        for row in reader:
            if any(map(str.strip, row)):
                yield begins, _in_order(row, positions, len(header))
            begins = reader.line_num + 1
    except csv.Error as error:
        what = f"Line {begins} cannot be taken apart: a quotation mark is missing there, or is one too many."
        raise Misshapen(what) from error


def _positions(header: list[str], columns: Sequence[str], optional: Collection[str]) -> list[int | None]:
    """Where each of the columns stands in a row."""
    missing = [column for column in columns if column not in header and column not in optional]
    if missing:
        raise Misshapen(f"The column {missing[0]} is missing.")
    if len(header) > len([column for column in columns if column in header]):
        raise Misshapen("There are more columns than this import knows.")
    return [header.index(column) if column in header else None for column in columns]


def _in_order(row: list[str], positions: list[int | None], width: int) -> list[str]:
    full = row + [""] * (width - len(row))
    return ["" if at is None else full[at] for at in positions] + full[width:]


def _decoded(opened: TextIO) -> Iterator[str]:
    number = 0
    while read := opened.readline(LONGEST_LINE + 1):
        line = read.encode("latin-1")
        number += 1
        if number == 1 and line.startswith(UTF_16):
            raise Unreadable("This is “Unicode text” (UTF-16). Save it again as “CSV UTF-8”.")
        if len(line) > LONGEST_LINE:
            raise Unreadable(f"Line {number} has more than {LONGEST_LINE:,} characters. Save it again as “CSV UTF-8”.")
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            raise Unreadable(f"Line {number} is not UTF-8 text. Save it again as “CSV UTF-8”.") from None
