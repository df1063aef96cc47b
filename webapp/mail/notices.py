"""Notices: Markdown with placeholders only -> a mail's subject, text and HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markdown_it import MarkdownIt

PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")
ADDRESSES = frozenset({"link", "portal"})  # the portal's own: escapes would spoil them
BARE_ADDRESS = re.compile(r"(?<![(<])\{\{\s*(?:link|portal)\s*\}\}(?:/[a-z][a-z/-]*)?")
WRITTEN_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
STRONG = re.compile(r"\*\*([^*]+)\*\*")


class NoticeFault(ValueError):
    """This notice cannot be written."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One notice ready to send; `subject` is a single line."""

    subject: str
    text: str
    html: str


def placeholders(source: str) -> frozenset[str]:
    """Names that the notice asks for."""
    return frozenset(PLACEHOLDER.findall(source))


def write(source: str, values: Mapping[str, str]) -> Notice:
    """The notice with its placeholders filled. Raises NoticeFault for one that nobody can fill, or a missing subject.

    A value is only ever text: whatever it contains, it makes no link, heading or markup.
    """
    missing = placeholders(source) - values.keys()
    if missing:
        known = ", ".join(sorted(values))
        raise NoticeFault(f"the placeholder “{min(missing)}” is not known here. Known: {known}.")
    head, _, body = source.replace("\r\n", "\n").partition("\n\n")
    if not head.startswith("Subject: "):
        raise NoticeFault("the first line must be “Subject: …”, then an empty line.")
    subject = " ".join(_fill(head.removeprefix("Subject: "), values).split())
    plain = _fill(_as_text(body), values)
    quoted = {name: text if name in ADDRESSES else _quoted(text) for name, text in values.items()}
    marked = _fill(BARE_ADDRESS.sub(r"<\g<0>>", body), quoted)
    html = MarkdownIt("commonmark", {"html": False}).render(marked)
    return Notice(subject=subject, text=plain.strip() + "\n", html=str(html))


def _as_text(body: str) -> str:
    """Links and stress of the notice itself for readers without HTML: “[Sign in](address)” -> “Sign in: address”."""
    return STRONG.sub(r"\1", WRITTEN_LINK.sub(r"\1: \2", body))


def _quoted(text: str) -> str:
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _fill(source: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: values[match[1]], source)
