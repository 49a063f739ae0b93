"""Coalescing by itself: no sockets, no server."""

import threading

from queue_server.sockets.cadence import Cadence


class Hall:
    def __init__(self, *, expected: int) -> None:
        self.frames: list[tuple[int, list[int]]] = []
        self.heard = threading.Event()
        self._expected = expected

    def hear(self, mall_id: int, facts: list[dict]) -> None:
        self.frames.append((mall_id, [fact["seq"] for fact in facts]))
        if sum(len(seqs) for _, seqs in self.frames) >= self._expected:
            self.heard.set()


def facts(*seqs: int) -> list[dict]:
    return [{"seq": seq} for seq in seqs]


def test_the_first_fact_goes_at_once_and_the_rest_together():
    hall = Hall(expected=4)
    first = threading.Event()

    def hear(mall_id: int, news: list[dict]) -> None:
        hall.hear(mall_id, news)
        first.set()

    cadence = Cadence(hear, gap_seconds=0.3)

    cadence.add(1, facts(1))
    assert first.wait(5)
    for seq in (4, 2, 3):
        cadence.add(1, facts(seq))

    assert hall.heard.wait(5)
    assert hall.frames == [(1, [1]), (1, [2, 3, 4])]


def test_malls_do_not_wait_for_each_other():
    hall = Hall(expected=2)
    cadence = Cadence(hall.hear, gap_seconds=60)

    cadence.add(1, facts(1))
    cadence.add(2, facts(1))

    assert hall.heard.wait(5)
    assert sorted(hall.frames) == [(1, [1]), (2, [1])]


def test_a_frame_that_fails_does_not_silence_the_next(caplog):
    hall = Hall(expected=1)

    def stumble(mall_id: int, news: list[dict]) -> None:
        if news[0]["seq"] == 1:
            raise OSError("the wire is cut")
        hall.hear(mall_id, news)

    cadence = Cadence(stumble, gap_seconds=0.05)

    cadence.add(1, facts(1))
    cadence.add(1, [])
    cadence.add(2, facts(2))

    assert hall.heard.wait(5)


def test_flush_leaves_nothing_kept():
    hall = Hall(expected=2)
    cadence = Cadence(hall.hear, gap_seconds=60)
    cadence.add(1, facts(1))

    cadence.add(1, facts(2))
    cadence.flush()

    assert hall.heard.wait(5)
    assert [seq for _, seqs in hall.frames for seq in seqs] == [1, 2]
