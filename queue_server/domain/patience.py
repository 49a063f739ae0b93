"""How long things may take in the hall: to undo, to call again, to come back."""

from datetime import timedelta

UNDO_WITHIN = timedelta(seconds=10)
ANNOUNCE_AGAIN_AFTER = timedelta(seconds=15)  # the loudspeaker belongs to the whole zone
ANNOUNCE_AGAIN_MOST = 3
COME_BACK_WITHIN = timedelta(minutes=30)
PAIRING_OPEN_FOR = timedelta(minutes=10)
SESSION_LASTS = timedelta(hours=12)

FAILURES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(minutes=15)


def lock_after(failures: int) -> timedelta | None:
    """How long a name is locked after so many wrong passwords in a row: each further one doubles it, up to a limit."""
    if failures < FAILURES_BEFORE_LOCK:
        return None
    doublings: int = min(failures - FAILURES_BEFORE_LOCK, 10)
    lasting: timedelta = FIRST_LOCK * 2**doublings
    return min(lasting, LONGEST_LOCK)
