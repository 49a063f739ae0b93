"""Secrets that travel: tokens and pairing codes. Only their hashes are stored."""

import hashlib
import hmac
import secrets

# Twenty consonants: no word comes out by chance, and none is mistaken for a digit.
CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 8


def new_secret() -> str:
    """256 random bits for a bearer token or a session."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A pairing code `KTRM-PQWX`: eight consonants, about 34 bits, for ten minutes and one use."""
    letters = "".join(secrets.choice(CONSONANTS) for _ in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def normal_code(text: str) -> str:
    """A code as somebody typed it: upper case, without blanks or dashes."""
    return "".join(letter for letter in text.upper() if letter in CONSONANTS)


def hashed(secret: str) -> str:
    """What is stored of a secret: SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hashed_code(secret_key: str, code: str) -> str:
    """What is stored of a short code: keyed, since 34 bits alone could be tried out from a stolen table."""
    return hmac.new(secret_key.encode(), normal_code(code).encode(), hashlib.sha256).hexdigest()


def csrf_token(secret_key: str, session_token: str) -> str:
    """The session's second half, which only its own pages can read."""
    return hmac.new(secret_key.encode(), b"csrf:" + session_token.encode(), hashlib.sha256).hexdigest()
