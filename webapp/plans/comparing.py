"""Two versions of a text, word by word: what stayed, what came, what went."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

PIECE = re.compile(r"\w+(?:['’\-]\w+)*|\s+|[^\w\s]")
SAME, ADDED, REMOVED = "same", "added", "removed"
MOST = 4_000  # words on both sides that are compared one by one; longer texts are compared paragraph by paragraph


@dataclass(frozen=True, kw_only=True)
class Change:
    """A run of text that stayed, came or went."""

    kind: str  # same, added or removed
    text: str


def compare(old: str, new: str) -> tuple[Change, ...]:
    """From the old text to the new one. Joined without what was added it is the old one, without the removed the new.

    Work grows with the product of both lengths, so what is very long is compared in paragraphs.
    """
    if old == new:
        return (Change(kind=SAME, text=new),) if new else ()
    before, after = PIECE.findall(old), PIECE.findall(new)
    if len(before) + len(after) > MOST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return _joined(_steps(before, after))


def is_changed(changes: tuple[Change, ...]) -> bool:
    """Is there anything that came or went?"""
    return any(each.kind != SAME for each in changes)


def _steps(before: list[str], after: list[str]) -> list[Change]:
    found = list[Change]()
    for _, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[i1:i2]), "".join(after[j1:j2])
        if old == new:
            found.append(Change(kind=SAME, text=new))
        else:
            found += [Change(kind=kind, text=text) for kind, text in ((REMOVED, old), (ADDED, new)) if text]
    return found


def _joined(steps: list[Change]) -> tuple[Change, ...]:
    """A blank alone between two changes would make them look like many: it goes with them."""
    found, removed, added = list[Change](), "", ""
    for at, step in enumerate(steps):
        if step.kind == REMOVED:
            removed += step.text
        elif step.kind == ADDED:
            added += step.text
        elif step.text.isspace() and "\n" not in step.text and (removed or added) and at + 1 < len(steps):
            removed, added = removed + step.text, added + step.text
        else:
            found += _closed(removed, added)
            removed = added = ""
            found.append(step)
    return tuple([*found, *_closed(removed, added)])


def _closed(removed: str, added: str) -> list[Change]:
    """What went before what came, without the blanks that both end in."""
    tail = removed[len(removed.rstrip()) :]
    if tail and added.endswith(tail) and removed.strip() and added.strip():
        pair = _closed(removed[: -len(tail)], added[: -len(tail)])
        return [*pair, Change(kind=SAME, text=tail)]
    return [Change(kind=kind, text=text) for kind, text in ((REMOVED, removed), (ADDED, added)) if text]
