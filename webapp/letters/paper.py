"""A letter put together: headings, paragraphs and lists of plain text. HTML and PDF are both made of this alone.

Whatever a value or an officer's words contain, they are text: only what analysts write is read as Markdown, and
before anything is filled in.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from webapp.cases.whom import addressed
from webapp.letters.errors import LetterFault
from webapp.letters.source import PLACEHOLDER, BlockHere, FreePart, LegalBlock, LetterSource

MARKDOWN = MarkdownIt("commonmark", {"html": False})
BULLET = re.compile(r"^\s*[-*•]\s+")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")  # no page and no document holds them
ALLOWED = "Write headings from ##, paragraphs, lists, **bold** and *italics*; addresses stand as they are."


@dataclass(frozen=True, kw_only=True)
class Run:
    """Text of one look; a line break is one."""

    text: str
    strong: bool = False
    emphasis: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A heading (level 2 or 3), a paragraph (level 0), or a list: then `items` has its lines."""

    level: int = 0
    runs: Runs = ()
    items: tuple[Runs, ...] = ()
    ordered: bool = False


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What the reader reads below the address."""

    title: str
    blocks: tuple[Block, ...]


BlockOf = Callable[[str], LegalBlock]


def put_together(
    letter: LetterSource,
    *,
    values: Mapping[str, str],
    free: Mapping[str, str],
    block: BlockOf,
    young_person: bool = False,
) -> Paper:
    """The letter with everything filled in, as it speaks to its reader. Raises LetterFault for a name nothing gives."""
    filled: list[Block] = []
    for piece in letter.pieces:
        if isinstance(piece, FreePart):
            if words := _free(free.get(piece.name, "")):
                label = addressed(piece.label, young_person=young_person)
                filled += [Block(level=2, runs=(Run(text=label),)), *words]
        else:
            markdown = block(piece.name).markdown if isinstance(piece, BlockHere) else piece.markdown
            filled += _with(values, read(addressed(markdown, young_person=young_person)))
    title = _fill(addressed(letter.title, young_person=young_person), values)
    return Paper(title=title, blocks=tuple(filled))


def read(markdown: str) -> tuple[Block, ...]:
    """Markdown as blocks, placeholders as they are. Raises LetterFault for what letters do not have."""
    return tuple(_blocks(iter(MARKDOWN.parse(markdown))))


def texts(paper: Paper) -> list[str]:
    """Every line of it, without looks."""
    lines = [paper.title]
    for block in paper.blocks:
        lines += ["".join(run.text for run in runs) for runs in (block.items or (block.runs,))]
    return lines


def _blocks(tokens: Iterator[Token]) -> Iterator[Block]:
    for token in tokens:
        if token.type == "heading_open" and token.tag in ("h2", "h3"):
            yield Block(level=int(token.tag[1]), runs=_runs(next(tokens)))
            next(tokens)
        elif token.type == "paragraph_open":
            yield Block(runs=_runs(next(tokens)))
            next(tokens)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            yield Block(items=tuple(_items(tokens)), ordered=token.type.startswith("ordered"))
        else:
            raise _refused(token)


def _items(tokens: Iterator[Token]) -> Iterator[Runs]:
    """One line each: a list in a list is not read aloud well."""
    for token in tokens:
        if token.type in ("bullet_list_close", "ordered_list_close"):
            return
        if token.type == "inline":
            yield _runs(token)
        elif token.type not in ("list_item_open", "list_item_close", "paragraph_open", "paragraph_close"):
            raise _refused(token)


def _runs(inline: Token) -> Runs:
    found, strong, emphasis = list[Run](), False, False
    for token in inline.children or ():
        if token.type in ("strong_open", "strong_close"):
            strong = token.type == "strong_open"
        elif token.type in ("em_open", "em_close"):
            emphasis = token.type == "em_open"
        elif token.type in ("text", "softbreak", "hardbreak"):
            text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
            if text:
                found.append(Run(text=text, strong=strong, emphasis=emphasis))
        else:
            raise _refused(token)
    return tuple(found)


def _refused(token: Token) -> LetterFault:
    what = token.type.removesuffix("_open").replace("_", " ")
    if token.tag == "h1":
        what = "A heading with one #"
    return LetterFault(f"{what[:1].upper()}{what[1:]} is not for letters. {ALLOWED}")


def _with(values: Mapping[str, str], blocks: Iterable[Block]) -> list[Block]:
    return [
        Block(
            level=block.level,
            runs=_filled(block.runs, values),
            items=tuple(_filled(runs, values) for runs in block.items),
            ordered=block.ordered,
        )
        for block in blocks
    ]


def _filled(runs: Runs, values: Mapping[str, str]) -> Runs:
    return tuple(Run(text=_fill(run.text, values), strong=run.strong, emphasis=run.emphasis) for run in runs)


def _fill(text: str, values: Mapping[str, str]) -> str:
    if missing := set(PLACEHOLDER.findall(text)) - values.keys():
        raise LetterFault(f"Nothing gives “{min(missing)}” to this letter.")
    return PLACEHOLDER.sub(lambda match: _clean(values[match[1]]), text)


def _clean(text: str) -> str:
    return " ".join(UNSEEN.sub("", text).split())


def _free(words: str) -> list[Block]:
    """An officer's words: an empty line ends a paragraph, lines that begin with “-” are a list."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", UNSEEN.sub("", words.replace("\r\n", "\n"))):
        found += _part([line.strip() for line in part.split("\n") if line.strip()])
    return found


def _part(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        listed = bool(BULLET.match(lines[at]))
        end = next((n for n in range(at, len(lines)) if bool(BULLET.match(lines[n])) != listed), len(lines))
        if listed:
            yield Block(items=tuple((Run(text=BULLET.sub("", line)),) for line in lines[at:end]))
        else:
            yield Block(runs=(Run(text="\n".join(lines[at:end])),))
        at = end
