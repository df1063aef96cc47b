"""What a person tells us about themselves, cleaned at the edge into one frozen record."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from webapp.accounts.errors import EmailNotValid
from webapp.accounts.tokens import fingerprint

LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3
TELEPHONES = 3
EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\.]+(\.[^@\s<>,;:\"()\[\]\\.]+)+")
TURNS_TEXT_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str) -> str:
    """The text on one line, without control characters: safe in mail headers, logs and lists."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(c for c in spaced if unicodedata.category(c) != "Cc" and c not in TURNS_TEXT_ROUND)


def normal_email(text: str) -> str:
    """The one spelling under which an address is stored and looked up; raises EmailNotValid."""
    email = unicodedata.normalize("NFKC", text).strip().lower()
    printable = all(unicodedata.category(c)[0] != "C" for c in email)
    if not printable or len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email):
        raise EmailNotValid
    return email


def username(text: str) -> str:
    """What is looked up and counted when somebody types an address, right or not."""
    try:
        return normal_email(text)
    except EmailNotValid:
        return fingerprint(text)  # no address at all: nobody has it, and it counts for itself


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """What registration asks, already checked by its form; `clean()` before it is stored."""

    email: str
    first_name: str
    last_name: str
    title: str = ""
    address_lines: tuple[str, ...] = ()
    postcode: str = ""
    area: str = ""
    telephones: tuple[str, ...] = ()  # at most three are kept
    services: tuple[str, ...] = ()

    def clean(self) -> "PersonDetails":
        """The same details as they are stored; raises EmailNotValid."""
        return PersonDetails(
            email=normal_email(self.email),
            first_name=one_line(self.first_name),
            last_name=one_line(self.last_name),
            title=one_line(self.title),
            address_lines=_each(self.address_lines),
            postcode=one_line(self.postcode).upper(),
            area=one_line(self.area),
            telephones=_each(self.telephones)[:TELEPHONES],
            services=_each(self.services),
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "PersonDetails":
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        return cls(**fields)


def digits(number: str) -> str:
    """A telephone number without its blanks and signs."""
    return "".join(filter(str.isdecimal, number))


def _each(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Every text that says something, once, in order."""
    return tuple(dict.fromkeys(line for line in map(one_line, texts) if line))
