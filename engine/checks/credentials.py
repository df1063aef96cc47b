"""Nobody is asked for a password or a code in a form, and no variable holds one: they belong to the sign-in alone."""

import re
from collections.abc import Iterator

from engine.checks.names import form_keys
from engine.checks.sheet import Sheet
from engine.errors import Finding

SECRET = frozenset(
    ("password", "passwd", "pwd", "passphrase", "passcode", "pin", "otp", "totp", "token", "cvv", "cvc")
    + ("credential", "credentials", "captcha")
)
# Words that make a credential only together: a security code, but not a postcode; a shared secret, but not
# the wish to keep an address secret.
TOGETHER = {
    "code": frozenset(("security", "verification", "confirmation", "access", "sign", "login", "auth", "recovery")),
    "secret": frozenset(("shared", "client", "question", "answer", "word")),
}
ON_A_PAGE = "Ask for it on a page of the portal, named in the property “page”."


def in_variables(sheet: Sheet) -> Iterator[Finding]:
    """Variables of the drawing that look like a credential."""
    for name in sorted(filter(is_credential, sheet.drawing.variables())):
        yield sheet.finding(sheet.process, f"The variable “{name}” looks like a credential.", ON_A_PAGE)
    for element in sheet.drawing.elements.values():
        for mapping in (*element.inputs, *element.outputs):
            if is_credential(mapping.target):
                message = f"The variable “{mapping.target}” looks like a credential."
                yield sheet.finding(element, message, ON_A_PAGE)


def in_form(file: str, data: bytes) -> Iterator[Finding]:
    """Fields of a form whose key looks like a credential."""
    for key in sorted(set(filter(is_credential, form_keys(data)))):
        message = f"The key “{key}” looks like a credential."
        yield Finding(file=file, element=key, message=message, remedy=ON_A_PAGE)


def is_credential(name: str) -> bool:
    """Whether a name says password, PIN, one-time code or the like."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    parts = [part for part in re.split(r"[^a-z0-9]+", words) if part]
    joined = "".join(parts)
    together = any(word in parts and not others.isdisjoint(parts) for word, others in TOGETHER.items())
    return together or parts == ["secret"] or not SECRET.isdisjoint(parts) or "password" in joined
