"""A pattern's parts to a program, and the machine that runs it over a text."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from engine.feel.errors import FeelLimitExceeded
from engine.feel.limits import Allowance
from engine.feel.patterns import syntax

MAX_INSTRUCTIONS = 5_000
TEST, SPLIT, JUMP, SAVE, START, END, AGAIN, MARK, MOVED, MATCH = range(10)
Instruction = tuple[int, object, int]  # what to do, with what, and the other way to go on of a SPLIT
Slots = tuple[int, ...]  # where group n begins (2n) and ends (2n + 1); -1 where it did not match


@dataclass
class Program:
    """Instructions, and what the machine must know before it starts."""

    instructions: list[Instruction] = field(default_factory=list)
    slots: int = 2
    groups: int = 0
    multiline: bool = False
    ignores_case: bool = False
    has_back_references: bool = False

    def add(self, operation: int, argument: object = None, other: int = 0) -> int:
        """Append an instruction and give its place. Raises FeelLimitExceeded past the limit."""
        if len(self.instructions) >= MAX_INSTRUCTIONS:
            raise FeelLimitExceeded("The pattern repeats too much. Use smaller numbers in its braces.")
        self.instructions.append((operation, argument, other))
        return len(self.instructions) - 1


@lru_cache(maxsize=512)
def compile_pattern(text: str, flags: str) -> Program | None:
    """The program of a pattern, None when the pattern is not one. Raises FeelLimitExceeded when it is too large."""
    try:
        read = syntax.PatternReader(text, flags)
        choice = read.whole()
    except syntax.PatternFault:
        return None
    program = Program(slots=2 * read.groups + 2, groups=read.groups, multiline="m" in flags, ignores_case="i" in flags)
    _write(program, syntax.Group(0, choice))
    program.add(MATCH)
    return program


def _write(program: Program, part: syntax.Part) -> None:
    _WRITERS[type(part)](program, part)


def _write_characters(program: Program, part: syntax.Characters) -> None:
    program.add(TEST, part.test)


def _write_boundary(program: Program, part: syntax.Boundary) -> None:
    program.add(START if part.sign == "^" else END)


def _write_back_reference(program: Program, part: syntax.BackReference) -> None:
    program.has_back_references = True
    program.add(AGAIN, part.group)


def _write_group(program: Program, part: syntax.Group) -> None:
    if part.number:
        program.add(SAVE, 2 * part.number)
    _write_choice(program, part.choice)
    if part.number:
        program.add(SAVE, 2 * part.number + 1)


def _write_choice(program: Program, part: syntax.Choice) -> None:
    ends = []
    for branch in part.branches[:-1]:
        split = program.add(SPLIT)
        _write_all(program, branch)
        ends.append(program.add(JUMP))
        program.instructions[split] = (SPLIT, split + 1, len(program.instructions))
    _write_all(program, part.branches[-1])
    for end in ends:
        program.instructions[end] = (JUMP, len(program.instructions), 0)


def _write_all(program: Program, parts: tuple[syntax.Part, ...]) -> None:
    for part in parts:
        _write(program, part)


def _write_repeat(program: Program, part: syntax.Repeat) -> None:
    for _ in range(part.least):
        _write(program, part.part)
    if part.most is None:
        _write_loop(program, part)
        return
    splits = []
    for _ in range(part.most - part.least):
        splits.append(program.add(SPLIT))
        _write(program, part.part)
    for split in splits:
        _aim(program, split, split + 1, len(program.instructions), part.lazy)


def _write_loop(program: Program, part: syntax.Repeat) -> None:
    """A round that matches nothing does not lead to another."""
    slot = program.slots
    program.slots += 1
    split = program.add(SPLIT)
    program.add(MARK, slot)
    _write(program, part.part)
    program.add(MOVED, slot)
    program.add(JUMP, split)
    _aim(program, split, split + 1, len(program.instructions), part.lazy)


def _aim(program: Program, split: int, inside: int, after: int, lazy: bool) -> None:
    first, second = (after, inside) if lazy else (inside, after)
    program.instructions[split] = (SPLIT, first, second)


_WRITERS: dict[type, Callable[..., None]] = {
    syntax.Characters: _write_characters,
    syntax.Boundary: _write_boundary,
    syntax.BackReference: _write_back_reference,
    syntax.Group: _write_group,
    syntax.Repeat: _write_repeat,
}


class Machine:
    """Runs a program over one text; ways that have failed once are not tried again."""

    def __init__(self, program: Program, text: str, allowance: Allowance) -> None:
        self.program, self.text, self.allowance = program, text, allowance
        self._tried: set[int] = set()
        self._remembers = not program.has_back_references

    def search(self, start: int) -> Slots | None:
        """The first match that begins at `start` or later."""
        for begin in range(start, len(self.text) + 1):
            slots = self._match(begin)
            if slots is not None:
                return slots
        return None

    def _match(self, begin: int) -> Slots | None:
        initial = (begin,) + (-1,) * (self.program.slots - 1)
        ways = [(0, begin, initial)]
        width = len(self.text) + 1
        while ways:
            place, position, slots = ways.pop()
            if self._remembers:
                if place * width + position in self._tried:
                    continue
                self._tried.add(place * width + position)
            self.allowance.spend(2)
            operation, argument, other = self.program.instructions[place]
            if operation == MATCH:
                return (begin, position, *slots[2:])
            if operation == SPLIT:
                ways.append((other, position, slots))
                ways.append((argument, position, slots))  # type: ignore[arg-type]
                continue
            step = _STEPS[operation](self, argument, position, slots)
            if step is not None:
                after, slots = step
                ways.append((argument if operation == JUMP else place + 1, after, slots))  # type: ignore[arg-type]
        return None

    def _test(self, test: Callable[[str], bool], position: int, slots: Slots) -> tuple[int, Slots] | None:
        fits = position < len(self.text) and test(self.text[position])
        return (position + 1, slots) if fits else None

    def _jump(self, place: int, position: int, slots: Slots) -> tuple[int, Slots] | None:
        return position, slots

    def _save(self, slot: int, position: int, slots: Slots) -> tuple[int, Slots] | None:
        return position, (*slots[:slot], position, *slots[slot + 1 :])

    def _moved(self, slot: int, position: int, slots: Slots) -> tuple[int, Slots] | None:
        return (position, slots) if slots[slot] != position else None

    def _start(self, _: None, position: int, slots: Slots) -> tuple[int, Slots] | None:
        here = position == 0 or (self.program.multiline and self.text[position - 1] == "\n")
        return (position, slots) if here else None

    def _end(self, _: None, position: int, slots: Slots) -> tuple[int, Slots] | None:
        last = position == len(self.text)
        here = last or (self.program.multiline and self.text[position] == "\n")
        return (position, slots) if here else None

    def _again(self, group: int, position: int, slots: Slots) -> tuple[int, Slots] | None:
        begin, end = slots[2 * group], slots[2 * group + 1]
        wanted = self.text[begin:end] if begin >= 0 and end >= 0 else ""
        found = self.text[position : position + len(wanted)]
        self.allowance.spend_text(len(wanted))
        same = found.lower() == wanted.lower() if self.program.ignores_case else found == wanted
        return (position + len(wanted), slots) if same else None


_STEPS: dict[int, Callable[..., tuple[int, Slots] | None]] = {
    TEST: Machine._test,
    JUMP: Machine._jump,
    SAVE: Machine._save,
    MARK: Machine._save,
    MOVED: Machine._moved,
    START: Machine._start,
    END: Machine._end,
    AGAIN: Machine._again,
}
