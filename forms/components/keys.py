"""Which keys a field may have: names that are safe in HTML, FEEL and process variables, and no credentials."""

import re

from forms.element import Element

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")  # no hyphen: "<key>-day" and "<key>-0-name" belong to us
FEEL_WORDS = frozenset(
    {
        "and", "between", "else", "every", "external", "false", "for", "function", "if", "in", "instance",
        "not", "null", "or", "return", "satisfies", "some", "then", "true",
    }
)  # fmt: skip
PAGE_WORDS = frozenset(
    {"action", "back_to", "business_key", "csrf_token", "instance_started", "main", "typename", "version"}
)
CREDENTIALS = frozenset(
    {"credential", "credentials", "cvv", "otp", "passcode", "passphrase", "passwd", "password", "pin", "pins", "pwd"}
    | {"token", "tokens"}
)
SIGN_IN_CODES = re.compile(
    r"(access|auth|authentication|backup|confirmation|email|login|mail|one_time|recovery|security|sign_?in|sms|two_factor"
    r"|verification)_codes?|(api|private)_key|security_answer|memorable_word|mothers_maiden_name"
    r"|^codes?$|^secrets?$|(^|_)secret_(answer|code|key|question|word)|(client|shared|sign_?in|totp)_secret"
)


def check_key(element: Element, key: str) -> str:
    """The key, after finding what is wrong with it."""
    if not KEY.fullmatch(key) or "__" in key:
        element.fault(
            f"The key “{key[:80]}” is not a name.", "Use up to 64 letters, digits and _, beginning with a letter."
        )
    elif key in FEEL_WORDS or key in PAGE_WORDS:
        element.fault(f"The key “{key}” has a meaning of its own.", f"Choose another, such as “{key}_given”.")
    elif looks_like_a_credential(key):
        element.fault(
            f"The key “{key}” looks like a password or a code for signing in.",
            "Credentials never pass through a form: link a page of the portal instead, or name what is really asked.",
        )
    return key


def looks_like_a_credential(key: str) -> bool:
    """Whether a key names something that lets a person in."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower().strip("_")
    parts = {part.rstrip("0123456789") for part in words.split("_")}
    run_together = words.replace("_", "")
    named = any(word in run_together for word in ("password", "passcode", "passphrase", "passwd"))
    return named or not parts.isdisjoint(CREDENTIALS) or SIGN_IN_CODES.search(words) is not None
