"""The one thread that remembers what falls due."""

import queue

from queue_server.runtime.attendant import Attendant


def test_deeds_are_done_in_the_order_they_fall_due():
    done: queue.SimpleQueue[str] = queue.SimpleQueue()
    attendant = Attendant()

    attendant.later(0.10, lambda: done.put("third"))
    attendant.later(0.05, lambda: done.put("second"))
    attendant.later(0.00, lambda: done.put("first"))

    assert [done.get(timeout=5) for _ in range(3)] == ["first", "second", "third"]


def test_a_deed_that_fails_does_not_stop_the_next():
    done: queue.SimpleQueue[str] = queue.SimpleQueue()
    attendant = Attendant()

    attendant.later(0, lambda: 1 / 0)
    attendant.later(0.02, lambda: done.put("still here"))

    assert done.get(timeout=5) == "still here"
