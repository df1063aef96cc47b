"""Markdown of a form -> safe HTML with GOV.UK classes: a whitelist, no raw HTML, links to safe places only."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

SAFE_LINK = re.compile(r"https://[^\s]+|mailto:[^\s]+|tel:[+0-9-]+|/(?![/\\])[^\s]*|#[A-Za-z][^\s]*")
RAW_HTML = re.compile(r"</?[A-Za-z!][^>]*>")
WHITELIST = ["paragraph", "heading", "list", "blockquote", "emphasis", "link", "newline", "escape", "entity"]
CLASSES = {
    "p": "govuk-body",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "blockquote": "govuk-inset-text",
}
LOWER = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}  # the page has its h1 already


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False}).enable(WHITELIST)
    parser.validateLink = lambda url: SAFE_LINK.fullmatch(url) is not None  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


def to_html(text: str) -> Markup:
    """The text as HTML; what the whitelist does not know stays text."""
    tokens = _PARSER.parse(text)
    for token in _all(tokens):
        token.tag = LOWER.get(token.tag, token.tag)
        if token.nesting == 1 and token.tag in CLASSES:
            token.attrSet("class", CLASSES[token.tag])
        if token.tag == "blockquote":
            token.tag = "div"
    return Markup(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def odd_parts(text: str) -> list[str]:
    """What would be shown as typed although somebody meant more: raw HTML, unsafe links."""
    found = [f"HTML, {tag[:40]}" for tag in RAW_HTML.findall(text)[:1]]
    links = re.findall(r"\]\(\s*<?([^)\s>]*)", text)
    return found + [f"a link to “{link[:80]}”" for link in links if not SAFE_LINK.fullmatch(link)]


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())
