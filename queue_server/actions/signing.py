"""Signing in and out: sessions, and the lock that grows with wrong passwords."""

from queue_server.access import tokens
from queue_server.db import house as rows
from queue_server.db.work import Work
from queue_server.domain.events import SessionClosed, SessionLocked, SessionOpened
from queue_server.domain.patience import SESSION_LASTS, lock_after
from queue_server.queries import access


def open_session(work: Work, person_id: int, *, token: str) -> int:
    """A new session for somebody whose password was right; wrong ones before it are forgotten."""
    work.change(rows.Person, person_id, failures=0, locked_until=None)
    session_id = work.add(
        rows.Session,
        mall_id=work.mall_id,
        person_id=person_id,
        token_hash=tokens.hashed(token),
        created_at=work.now,
        ends_at=work.now + SESSION_LASTS,
    )
    work.record(SessionOpened(note={"person": person_id}))
    return session_id


def close_session(work: Work, session_id: int, person_id: int) -> None:
    work.change(rows.Session, session_id, ended_at=work.now)
    work.record(SessionClosed(note={"person": person_id}))


def wrong_password(work: Work, person_id: int) -> None:
    """Counts a wrong password; from the fifth on the name is locked, each time longer."""
    person = access.person_by_id(work.connection, work.mall_id, person_id)
    if person is None:
        return
    failures = person.failures + 1
    lasting = lock_after(failures)
    until = work.now + lasting if lasting else None
    work.change(rows.Person, person_id, failures=failures, locked_until=until)
    if until is not None:
        work.record(SessionLocked(note={"person": person_id, "failures": failures}))
