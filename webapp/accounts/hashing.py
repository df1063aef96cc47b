"""Passwords to argon2id hashes and back to a yes or no, with the same work for everybody."""

import os
import sys
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST = 4096  # bytes: a longer one is never right, and costs no more than any other
AT_ONCE = min(4, os.cpu_count() or 1)  # hashes at the same time: 46 MiB each, and no more than can be worked on
BEHIND = 5  # how much nicer a hash is than a page, in the sense of nice(1)

Done = TypeVar("Done")
_argon2 = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)


def _stand_behind_pages() -> None:
    if sys.platform == "linux":  # elsewhere the whole process would become nicer, not this thread
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)


def _workers(number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(number, "argon2", _stand_behind_pages)


_at_work = _workers(AT_ONCE)


def share(processes: int) -> None:
    """This process is one of so many on the machine: together they do no more at once."""
    global _at_work
    _at_work = _workers(max(1, AT_ONCE // processes))


def hash_password(password: str) -> str:
    """The argon2id hash to store; the rule of `passwords` has been checked before."""
    return _in_turn(lambda: _argon2.hash(_bytes(password)[:LONGEST]))


def verify(password_hash: str | None, password: str) -> bool:
    """Is this the password? Without a hash (unknown address, no password yet) the work is the same."""
    decoy = _decoy()
    secret = _bytes(password)
    right = _in_turn(lambda: _matches(password_hash or decoy, secret[:LONGEST]))
    return right and password_hash is not None and len(secret) <= LONGEST


def out_of_date(password_hash: str) -> bool:
    """Was it made with other parameters than today's?"""
    return _argon2.check_needs_rehash(password_hash)


def _in_turn(work: Callable[[], Done]) -> Done:
    return _at_work.submit(work).result()


def _matches(password_hash: str, secret: bytes) -> bool:
    try:
        return _argon2.verify(password_hash, secret)
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    # NFKC (NIST SP 800-63B, 3.1.1.2): the same keys on another keyboard give the same password.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@cache
def _decoy() -> str:
    return hash_password("nobody has this password")
