"""The table of doors: every way into the mall from outside, in one list."""

from queue_server.web import (
    board,
    desk,
    devices,
    follow,
    health,
    people,
    phone,
    print_jobs,
    reports,
    session,
    supervision,
    tickets,
)
from queue_server.web.door import opened

DOORS = opened(
    [
        session.DOORS,
        board.DOORS,
        tickets.DOORS,
        follow.DOORS,
        phone.DOORS,
        desk.DOORS,
        supervision.DOORS,
        reports.DOORS,
        devices.DOORS,
        people.DOORS,
        print_jobs.DOORS,
        health.DOORS,
    ]
)
