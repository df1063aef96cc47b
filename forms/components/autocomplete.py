"""What a browser may fill in by itself: the tokens of HTML for what a person knows about themselves."""

from forms.components.widths import one_of
from forms.element import Element

# HTML Living Standard, 4.10.18.7 Autofill; without cards, passwords and one-time codes: no form asks for them.
TOKENS = (
    "off", "name", "honorific-prefix", "given-name", "additional-name", "family-name", "honorific-suffix",
    "nickname", "organization-title", "organization", "street-address", "address-line1", "address-line2",
    "address-line3", "address-level1", "address-level2", "country", "country-name", "postal-code", "language",
    "bday", "sex", "url", "tel", "tel-national", "email",
)  # fmt: skip


def read_autocomplete(properties: Element) -> str:
    """The property `autocomplete`, "" when there is none."""
    return one_of(properties, "autocomplete", TOKENS)
