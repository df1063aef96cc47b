"""Passwords to argon2id hashes and back to a yes or no, with the same work for everybody."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST = 4096  # bytes: a longer one is never right, and costs no more than any other
AT_ONCE = 4  # hashes at the same time: 46 MiB each

_argon2 = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
_places = BoundedSemaphore(AT_ONCE)


def share(processes: int) -> None:
    """This process is one of so many on the machine: together they do no more at once."""
    global _places
    _places = BoundedSemaphore(max(1, AT_ONCE // processes))


def hash_password(password: str) -> str:
    """The argon2id hash to store; the rule of `passwords` has been checked before."""
    with _places:
        return _argon2.hash(_bytes(password)[:LONGEST])


def verify(password_hash: str | None, password: str) -> bool:
    """Is this the password? Without a hash (unknown address, no password yet) the work is the same."""
    decoy = _decoy()
    secret = _bytes(password)
    with _places:
        try:
            _argon2.verify(password_hash or decoy, secret[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None and len(secret) <= LONGEST


def out_of_date(password_hash: str) -> bool:
    """Was it made with other parameters than today's?"""
    return _argon2.check_needs_rehash(password_hash)


def _bytes(password: str) -> bytes:
    # NFKC (NIST SP 800-63B, 3.1.1.2): the same keys on another keyboard give the same password.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@cache
def _decoy() -> str:
    return hash_password("nobody has this password")
