"""Notices: Markdown with placeholders only -> a mail's subject, text and HTML."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markdown_it import MarkdownIt

PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")


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
    plain = _fill(body, values, lambda text: text)
    marked = _fill(body, values, lambda text: SPECIAL.sub(r"\\\1", " ".join(text.split())))
    subject = " ".join(_fill(head.removeprefix("Subject: "), values, lambda text: text).split())
    html = MarkdownIt("commonmark", {"html": False}).render(_links_kept(body, values, marked))
    return Notice(subject=subject, text=plain.strip() + "\n", html=str(html))


def _fill(source: str, values: Mapping[str, str], quote: Callable[[str], str]) -> str:
    return PLACEHOLDER.sub(lambda match: quote(values[match[1]]), source)


def _links_kept(body: str, values: Mapping[str, str], marked: str) -> str:
    """The portal's own address may stand as a link's target, where escapes would spoil it."""
    link = values.get("link", "")
    return marked.replace(SPECIAL.sub(r"\\\1", link), link) if link else marked
