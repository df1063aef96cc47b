"""A letter as analysts write it: a title, Markdown, legal blocks by name, and parts that the officer writes.

Title: We will not carry out an assessment

Dear {{ reader_name }},

{{free: reasons | Why we decided this}}

{{> appeal_rights}}
"""

import re
from dataclasses import dataclass

from webapp.letters.errors import LetterFault

NAME = "[a-z][a-z0-9_]*"
PLACEHOLDER = re.compile(rf"\{{\{{\s*({NAME})\s*\}}\}}")
BLOCK = re.compile(rf"\{{\{{>\s*({NAME})\s*\}}\}}")
FREE = re.compile(rf"\{{\{{free:\s*({NAME})\s*\|\s*([^|{{}}\n]*[^|{{}}\s])\s*(\|\s*optional\s*)?\}}\}}")
TITLE, SOURCE, VERSION = "Title: ", "Source: ", "Version: "


@dataclass(frozen=True, kw_only=True)
class Words:
    """Markdown with placeholders."""

    markdown: str


@dataclass(frozen=True, kw_only=True)
class BlockHere:
    """The legal block of this name stands here."""

    name: str


@dataclass(frozen=True, kw_only=True)
class FreePart:
    """What the officer writes stands here, under its label as the heading."""

    name: str
    label: str
    required: bool


Piece = Words | BlockHere | FreePart


@dataclass(frozen=True, kw_only=True)
class LetterSource:
    """One letter, read."""

    title: str  # with placeholders
    pieces: tuple[Piece, ...]

    @property
    def blocks(self) -> tuple[str, ...]:
        """Names of its legal blocks, in order."""
        return tuple(piece.name for piece in self.pieces if isinstance(piece, BlockHere))

    @property
    def free_parts(self) -> tuple[FreePart, ...]:
        """What the officer writes, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, FreePart))

    @property
    def placeholders(self) -> frozenset[str]:
        """Names that it asks for itself; its blocks may ask for others."""
        written = [self.title, *(piece.markdown for piece in self.pieces if isinstance(piece, Words))]
        return frozenset(name for text in written for name in PLACEHOLDER.findall(text))


@dataclass(frozen=True, kw_only=True)
class LegalBlock:
    """A paragraph of law that no officer changes."""

    source: str  # the law that asks for it
    version: str  # the day on which it was last held against the law
    markdown: str

    @property
    def placeholders(self) -> frozenset[str]:
        """Names that it asks for."""
        return frozenset(PLACEHOLDER.findall(self.markdown))


def read_letter(text: str) -> LetterSource:
    """Raises LetterFault for one without a title."""
    head, body = _head(text, (TITLE,))
    return LetterSource(title=head[TITLE], pieces=tuple(_pieces(body)))


def read_block(text: str) -> LegalBlock:
    """Raises LetterFault for one that does not say its source and version."""
    head, body = _head(text, (SOURCE, VERSION))
    return LegalBlock(source=head[SOURCE], version=head[VERSION], markdown=body)


def _head(text: str, wanted: tuple[str, ...]) -> tuple[dict[str, str], str]:
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    lines = head.split("\n")
    found = {word: line.removeprefix(word).strip() for word, line in zip(wanted, lines, strict=False)}
    if len(lines) != len(wanted) or not all(
        line.startswith(word) and found[word] for word, line in zip(wanted, lines, strict=True)
    ):
        asked = " and ".join(f"“{word}…”" for word in wanted)
        raise LetterFault(f"It must begin with {asked}, each in a line of its own, then an empty line.")
    return found, body.strip()


def _pieces(body: str) -> list[Piece]:
    """Marks for blocks and free parts stand in lines of their own."""
    found: list[Piece] = []
    lines: list[str] = []

    def close() -> None:
        if markdown := "\n".join(lines).strip():
            found.append(Words(markdown=markdown))
        lines.clear()

    for line in body.split("\n"):
        if block := BLOCK.fullmatch(line.strip()):
            close()
            found.append(BlockHere(name=block[1]))
        elif free := FREE.fullmatch(line.strip()):
            close()
            found.append(FreePart(name=free[1], label=free[2], required=not free[3]))
        else:
            lines.append(line)
    close()
    return found
