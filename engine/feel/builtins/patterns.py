"""Functions of texts and patterns: `matches`, `replace`, `split`."""

import re
from collections.abc import Iterator

from engine.feel.builtins.registry import builtin
from engine.feel.limits import Allowance
from engine.feel.patterns.program import Machine, Program, Slots, compile_pattern
from engine.feel.run import Run

_REPLACEMENT = re.compile(r"\\[\\$]|\$\d+|[^\\$]+", re.DOTALL | re.ASCII)


@builtin("matches(input: string, pattern: string, flags?: string?)")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool | None:
    """Whether the pattern matches somewhere in the text; null when it is no pattern."""
    program = compile_pattern(pattern, flags or "")
    return None if program is None else Machine(program, text, run.allowance).search(0) is not None


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string?)")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    """The text with every match replaced; `$1` is what the first group matched, `$0` all of it."""
    program = _moving(pattern, flags or "", run.allowance)
    pieces = [replacement] if "q" in (flags or "") else _pieces(replacement)
    if program is None or pieces is None:
        return None
    parts: list[str] = []
    end = length = 0
    for slots in _all(program, text, run.allowance):
        new = text[end : slots[0]] + _filled(pieces, text, slots, program, literal="q" in (flags or ""))
        length += len(new)
        run.allowance.spend_text(length)
        parts.append(new)
        end = slots[1]
    return "".join([*parts, text[end:]])


@builtin("split(string: string, delimiter: string)")
def split(run: Run, text: str, delimiter: str) -> list[object] | None:
    """The parts of a text between the matches of a pattern."""
    program = _moving(delimiter, "", run.allowance)
    if program is None:
        return None
    parts: list[object] = []
    end = 0
    for slots in _all(program, text, run.allowance):
        parts.append(text[end : slots[0]])
        run.allowance.spend(1)
        run.allowance.check_list(len(parts))
        end = slots[1]
    return [*parts, text[end:]]


def _moving(pattern: str, flags: str, allowance: Allowance) -> Program | None:
    """The program of a pattern that does not match nothing, as XPath asks for replacing and splitting."""
    program = compile_pattern(pattern, flags)
    if program is None or Machine(program, "", allowance).search(0) is not None:
        return None
    return program


def _all(program: Program, text: str, allowance: Allowance) -> Iterator[Slots]:
    """Matches one after the other; those of nothing (at a boundary) are passed over."""
    position = 0
    while position <= len(text):
        slots = Machine(program, text, allowance).search(position)
        if slots is None:
            return
        if slots[1] > slots[0]:
            yield slots
        position = max(slots[1], slots[0] + (slots[1] == slots[0]))


def _pieces(replacement: str) -> list[str] | None:
    r"""Plain text, `$1`, `\$` and `\\`; null when a sign stands alone."""
    pieces = _REPLACEMENT.findall(replacement)
    return pieces if sum(map(len, pieces)) == len(replacement) else None


def _filled(pieces: list[str], text: str, slots: Slots, program: Program, *, literal: bool) -> str:
    if literal:
        return pieces[0]
    return "".join(_piece(piece, text, slots, program) for piece in pieces)


def _piece(piece: str, text: str, slots: Slots, program: Program) -> str:
    if piece[0] == "\\":
        return piece[1]
    if piece[0] != "$":
        return piece
    number, rest = int(piece[1]), piece[2:]
    while rest and number * 10 + int(rest[0]) <= program.groups:
        number, rest = number * 10 + int(rest[0]), rest[1:]
    if number > program.groups or min(slots[2 * number], slots[2 * number + 1]) < 0:
        return rest
    return text[slots[2 * number] : slots[2 * number + 1]] + rest
