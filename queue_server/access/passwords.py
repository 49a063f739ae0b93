"""Passwords: argon2id by its reference library, a few at a time, so that a morning's sign-ins never fill the memory."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
# OWASP's second profile: 19 MiB and two passes, about 20 ms.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(2)
# Verified against when nobody has the username, so that an unknown name takes as long as a wrong password.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$9Q1X0Iu5LZbnR3N9yA1l2x9k0mE0V0m7xT2o3b8nUeA"


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the one whose hash is stored; takes equally long when there is none."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored or _NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False
