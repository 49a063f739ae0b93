"""Who may sit: the race between a revocation and a connect that is under way."""

import time

from queue_server.sockets.seats import Seat, Seats


def seat(sid: str = "s1", who: str = "device:7", mall_id: int = 1) -> Seat:
    return Seat(sid, f"line-{sid}", who, who.split(":", maxsplit=1)[0], mall_id)


def test_who_was_turned_away_while_asking_does_not_sit_down():
    seats = Seats()
    asked_at = time.monotonic()

    seats.turn_away("device:7")

    assert not seats.take(seat(), asked_at=asked_at)
    assert seats.counts() == {}


def test_who_asks_after_being_turned_away_may():
    seats = Seats()
    seats.turn_away("device:7")

    assert seats.take(seat(), asked_at=time.monotonic())


def test_a_hall_is_watched_until_the_last_leaves():
    seats = Seats()
    for sid in ("s1", "s2"):
        seats.take(seat(sid), asked_at=time.monotonic())
        seats.watch(sid)
        seats.watch(sid)

    seats.leave("s1")
    assert seats.malls() == [1]
    seats.leave("s2")
    seats.leave("s2")

    assert seats.malls() == []
    assert not seats.has_watchers(1)


def test_nobody_watches_without_a_seat():
    assert Seats().watch("s1") is None
