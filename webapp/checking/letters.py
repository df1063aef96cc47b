"""Letters and the legal blocks in them: what each names is there, and each has what the law asks of its notice."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from engine import Finding, Report, nearest
from webapp.checking import addressing
from webapp.checking.ground import Ground
from webapp.checking.notices import LONGEST
from webapp.clocks import shared
from webapp.letters import law, names
from webapp.letters.bodies import NAMED_SCHOOL, SCHOOL, bodies
from webapp.letters.errors import LetterFault
from webapp.letters.paper import read
from webapp.letters.source import BLOCK, FREE, PLACEHOLDER, LegalBlock, LetterSource, Words, read_block, read_letter

Fault = tuple[str, str, str]  # element, message, remedy
MARKS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\}\}", re.S)
LINES = "Write {{ reference }}, or in a line of its own {{> appeal_rights}} or {{free: reasons | Why we decided this}}."
ADDRESSED = "Write what each of the two reads: [{{ child_first_name }} needs | you need]."
KINDS = ("blocks", "free", "placeholders", "copies", "disputed_as")
SWITCHES = ("outside", "guests")


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of a letter, or of a legal block of `shared/letters`."""
    return _report(
        ground, file, _block(file.stem, data) if file.parent.parent.name == "shared" else _letter(ground, file, data)
    )


def check_required(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of the table of what each notice must contain."""
    return _report(ground, file, _toml(data, _required))


def check_facts(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of the addresses and periods that the law gives."""
    return _report(ground, file, _toml(data, _facts))


def check_bodies(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of the bodies that copies go to."""
    return _report(ground, file, _toml(data, _bodies))


def _report(ground: Ground, file: Path, faults: Iterator[Fault]) -> Report:
    shown = ground.shown(file)
    return Report(errors=tuple(Finding(file=shown, element=e, message=m, remedy=r) for e, m, r in faults))


def _letter(ground: Ground, file: Path, data: bytes) -> Iterator[Fault]:
    text = yield from _text(data)
    if text is None:
        return
    try:
        letter = read_letter(text)
    except LetterFault as fault:
        yield "", str(fault), "Mend its first lines."
        return
    for piece in letter.pieces:
        if isinstance(piece, Words):
            yield from _markdown(piece.markdown)
    labels = (part.label for part in letter.free_parts)
    folder = _law(ground)
    if not _goes_outside(folder, file.stem):
        yield from addressing.faults("", [*_written(letter), *labels], ADDRESSED)
    yield from _named(letter.placeholders)
    for name in letter.blocks:
        if name not in law.block_names(folder):
            remedy = nearest(name, law.block_names(folder), f"Write it: workflows/shared/letters/{name}.md.")
            yield name, f"There is no legal block “{name}”.", remedy
    for name, count in Counter([*letter.blocks, *(part.name for part in letter.free_parts)]).items():
        if count > 1:
            yield name, f"It stands {count} times.", "Keep one of them."
    yield from _by_law(folder, file.stem, letter)


def _written(letter: LetterSource) -> Iterator[str]:
    yield letter.title
    yield from (piece.markdown for piece in letter.pieces if isinstance(piece, Words))


def _table(folder: Path) -> Mapping[str, law.Required] | None:
    try:
        return law.read_required(tomllib.loads((folder / law.REQUIRED).read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # its own check says so


def _goes_outside(folder: Path, notice: str) -> bool:
    """Does nobody of the family read it?"""
    found = (_table(folder) or {}).get(notice)
    return found is not None and found.outside


def _by_law(folder: Path, notice: str, letter: LetterSource) -> Iterator[Fault]:
    table = _table(folder)
    if table is None:
        return
    if notice not in table:
        remedy = nearest(notice, table, f"Write what it must contain: [notices.{notice}] in {law.REQUIRED}.")
        yield "", f"Nothing says what a notice “{notice}” must contain.", remedy
        return
    for kind, name in law.lacks(letter, table[notice]):
        yield name, f"The {kind} “{name}” is not in it. {table[notice].source} asks for it.", _remedy(kind, name)


def _remedy(kind: str, name: str) -> str:
    written = {"block": f"{{{{> {name}}}}}", "free part": f"{{{{free: {name} | …}}}}"}.get(kind, f"{{{{ {name} }}}}")
    return f"Write {written} where it belongs."


def _block(stem: str, data: bytes) -> Iterator[Fault]:
    text = yield from _text(data)
    if text is None:
        return
    try:
        block: LegalBlock = read_block(text)
        date.fromisoformat(block.version)
    except LetterFault as fault:
        yield "", str(fault), "Mend its first lines."
        return
    except ValueError:
        yield "", f"“{block.version}” is no day.", "Write the day on which it was held against the law: 2026-06-30."
    if BLOCK.search(block.markdown) or FREE.search(block.markdown):
        yield "", "A legal block has no other block and nothing that an officer writes.", "Put it into the letter."
    yield from _markdown(block.markdown)
    if stem != law.COPY:
        yield from addressing.faults("", [block.markdown], ADDRESSED)
    yield from _named(block.placeholders)
    if not block.markdown:
        yield "", "It says nothing.", "Write what the law asks for."


def _text(data: bytes) -> Any:
    """The text, after its marks are looked at; None when it is none or too long."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield "", "This is not text in UTF-8.", "Save it as UTF-8."
        return None
    if len(text) > LONGEST:
        yield "", f"It has {len(text):,} characters.", f"Write no more than {LONGEST:,}."
        return None
    alone = {line.strip() for line in text.splitlines()}
    for mark in dict.fromkeys(MARKS.findall(text)):
        in_its_line = mark in alone and (BLOCK.fullmatch(mark) or FREE.fullmatch(mark))
        if not (in_its_line or PLACEHOLDER.fullmatch(mark)):
            yield mark[:60], "This is no placeholder.", LINES
    return text


def _markdown(markdown: str) -> Iterator[Fault]:
    try:
        read(markdown)
    except LetterFault as fault:
        yield "", str(fault), "Write it so."


def _named(placeholders: frozenset[str]) -> Iterator[Fault]:
    for name in sorted(placeholders - names.known()):
        yield name, f"Nothing gives “{name}” to a letter.", nearest(name, names.known())


def _law(ground: Ground) -> Path:
    """The folder of the legal blocks: the one that is checked, else ours."""
    found = (file.parent for file in ground.all if file.name == law.REQUIRED)
    return next(found, law.FOLDER)


def _toml(data: bytes, faults: Any) -> Iterator[Fault]:
    try:
        yield from faults(tomllib.loads(data.decode("utf-8")))
    except (ValueError, RecursionError) as fault:
        yield "", f"This is not TOML: {fault}.", "Mend the line it names."


def _required(table: dict[str, Any]) -> Iterator[Fault]:
    rows = table.get("notices")
    if not isinstance(rows, dict) or not rows:
        yield "", "It names no notice.", "Write [notices.<file name of the letter>]."
        return
    for name, row in rows.items():
        if not isinstance(row, dict):
            yield name, "This is no row.", f"Write [notices.{name}]."
            continue
        yield from _required_row(name, row)


def _required_row(name: str, row: dict[str, Any]) -> Iterator[Fault]:
    for word in ("title", "source"):
        if not isinstance(row.get(word), str) or not row[word].strip():
            yield name, f"It has no {word}.", f'Write {word} = "…".'
    if row.get("opens", "") not in ("", *(each.name for each in shared.limits())):
        yield name, f"“opens” names no limit: “{row['opens']}”.", "Write a name of shared/limits.toml."
    for word in (each for each in SWITCHES if not isinstance(row.get(each, False), bool)):
        yield name, f"“{word}” is neither true nor false.", f"Write {word} = true."
    for word in row.keys() - {"title", "source", "opens", *SWITCHES}:
        if word not in KINDS:
            yield name, f"Nobody reads “{word}”.", nearest(word, KINDS)
        elif not isinstance(row[word], list) or not all(isinstance(each, str) for each in row[word]):
            yield name, f"“{word}” is no list of names.", f'Write {word} = ["…"].'
    known = {SCHOOL, NAMED_SCHOOL, *bodies()}
    for body in row.get("copies", ()):
        if body not in known:
            yield name, f"There is no body “{body}”.", nearest(str(body), known)


def _bodies(table: dict[str, Any]) -> Iterator[Fault]:
    if not isinstance(table.get("source"), str) or not isinstance(table.get("checked"), date):
        yield "", "It does not say where it comes from, and when that was looked at.", "Write source and checked."
    rows = table.get("bodies")
    for name, row in rows.items() if isinstance(rows, dict) else ():
        for word in ("title", "email"):
            if not isinstance(row.get(word), str) or not row[word].strip():
                yield name, f"It has no {word}.", f'Write {word} = "…".'
        if "@" not in str(row.get("email", "@")):
            yield name, f"“{row['email']}” is no email address.", "Write the address of their mailbox."
        if not isinstance(row.get("address"), list) or not row["address"]:
            yield name, "It has no address.", 'Write address = ["…", "…"], a line for each part.'


def _facts(table: dict[str, Any]) -> Iterator[Fault]:
    if not isinstance(table.get("source"), str) or not isinstance(table.get("checked"), date):
        yield "", "It does not say where it comes from, and when that was looked at.", "Write source and checked."
    given = table.get("facts")
    for name, value in given.items() if isinstance(given, dict) else ():
        if not isinstance(value, str) or not value.strip():
            yield name, "This is no text.", f'Write {name} = "…".'
