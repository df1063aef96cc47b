"""Tokens nobody can guess, their fingerprints, secrets derived from the server's key, and references."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

READABLE = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no vowels (no words), nothing that looks like something else


def random_token() -> str:
    """256 random bits as 43 characters that fit in a URL or a cookie."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What the database keeps of a token: from it nobody gets the token back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def derive(key: bytes, purpose: str, *parts: str) -> bytes:
    """32 bytes that only the holder of `key` can make; only the last part may be text from outside."""
    message = "\0".join((purpose, *parts))
    return hmac.new(key, message.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def as_text(secret: bytes) -> str:
    """A secret as characters that fit in a URL."""
    return urlsafe_b64encode(secret).rstrip(b"=").decode("ascii")


def reference(prefix: str, length: int) -> str:
    """A reference that can be read out on the phone, e.g. PER-7K2P9."""
    return f"{prefix}-" + "".join(secrets.choice(READABLE) for _ in range(length))
