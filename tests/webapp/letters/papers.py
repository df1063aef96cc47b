"""Shipped letters put together, and what is written in a PDF."""

import io
import re
from datetime import date
from pathlib import Path

from pypdf import PdfReader

from webapp.letters import law, names
from webapp.letters.paper import Paper, put_together, texts
from webapp.letters.pdf import Head
from webapp.letters.source import LetterSource, read_letter
from webapp.portal import WORKFLOWS

ON = date(2026, 1, 19)
FREE = {
    "reasons": "We read the advice.\n\nIt says:\n- Sam reads well\n- Sam has help",
    "whether_we_reassess": "We do not.",
    "when_we_review": "In the autumn.",
    "who_will_be_asked": "- Sam’s school",
    "who_is_invited": "Sam’s school, health and social care.",
    "changes": "More help.",
    "message": "Call us.",
    "support": "SEN Support.",
    "date_and_reason": "The final plan, as you were abroad.",
}
HEAD = Head(
    council="Cumberland Council",
    colour="#0f4c56",
    address=("Jo Bell", "1 Mill Lane", "CA11 7AA"),
    facts=("19 January 2026", "Case EHC-7K2P9"),
    footer="Cumberland Council, case EHC-7K2P9",
    on=ON,
)
FOOT = r"Cumberland Council, case EHC-7K2P9\s*Page \d+ of \d+"


def shipped() -> dict[str, LetterSource]:
    """Every letter that ships, by the name of its file."""
    return {path.stem: read_letter(path.read_text("utf-8")) for path in letter_files()}


def letter_files() -> list[Path]:
    """Letters of processes, not the blocks that they share."""
    return [path for path in sorted(WORKFLOWS.glob("*/letters/*.md")) if path.parents[1].name != "shared"]


def paper(notice: str, free: dict[str, str] = FREE, **values: str) -> Paper:
    """One of them for Jo about Sam."""
    given = {name: f"<{name}>" for name in names.known()} | dict(law.facts()) | values
    return put_together(shipped()[notice], values=given, free=free, block=law.block)


def said(whole: Paper) -> str:
    """Its words with single blanks."""
    return " ".join(" ".join(texts(whole)).split())


def words_of_pdf(pdf: bytes) -> str:
    """What somebody else's reader finds in it, without blanks and without the foot of each page."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(re.sub(r"\s", "", re.sub(FOOT, "", page)) for page in pages)
