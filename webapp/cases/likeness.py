"""When two spellings mean the same: names, postcodes, addresses, numbers."""

import re
import unicodedata
from collections.abc import Sequence

POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b", re.IGNORECASE)


def plain(text: str) -> str:
    """Letters and digits only, lower case, without accents: `O’Neill-Çelik` -> `oneill celik`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in re.sub("['’`]", "", bare)).split())


def full_names(first_name: str, last_name: str, known_as: str) -> frozenset[str]:
    """Every plain full name by which somebody may mean this child."""
    firsts = [name for name in (first_name, known_as) if plain(name)]
    return frozenset(plain(f"{first} {last_name}") for first in firsts)


def surnames(last_name: str) -> frozenset[str]:
    """The surname, and each part of a double-barrelled one."""
    parts = (plain(part) for part in (last_name, *re.split(r"[-‐‑–]", last_name)))
    return frozenset(part for part in parts if part)


def same_code(text: str) -> str:
    """A postcode, UPN or NHS number without spaces, upper case."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def postcode_in(text: str) -> str:
    """The first postcode in a text as it is written on letters, else nothing."""
    found = POSTCODE.search(text)
    return f"{found[1]} {found[2]}".upper() if found else ""


def address_key(lines: Sequence[str], postcode: str) -> str:
    """Postcode and first line: two homes with the same key are one. Nothing when either is missing."""
    first = next((plain(line) for line in lines if plain(line)), "")
    code = same_code(postcode)
    return f"{code} {first}" if code and first else ""


def phone_key(number: str) -> str:
    """A telephone number as it is dialled at home: `+44 (0)1632 960001` -> `01632960001`."""
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    national = re.sub(r"^(00)?44", "", digits) if number.strip().startswith(("+44", "0044")) else digits
    return "0" + national.lstrip("0") if national else ""


def email_key(email: str) -> str:
    """The mailbox behind an address: what stands after a plus sign goes to the same person."""
    name, _, domain = email.lower().partition("@")
    return f"{name.partition('+')[0]}@{domain}"
