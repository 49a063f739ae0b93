"""The journal's chain: each entry is sealed with the one before it, so that a changed past shows."""

import hashlib
import json

GENESIS = "0" * 64


def chain(previous: str, *, mall: str, seq: int, at: str, name: str, actor: str | None, body: str) -> str:
    """The seal of one entry: SHA-256 in lower-case hex, over the canonical form below.

    `previous` is the seal of entry `seq - 1` of the same mall, `GENESIS` for the first; `at` and `body` are the very
    texts that are stored. Canonical form: a JSON array of the seven values in this order, no spaces, pure ASCII;
    quoting keeps neighbouring values apart.
    """
    canonical = json.dumps([previous, mall, seq, at, name, actor, body], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
