"""What a visitor does: take a number, and give it up."""

from dataclasses import dataclass

from queue_server.actions import paper
from queue_server.actions.joining import join_line
from queue_server.actions.moves import take_from_desk
from queue_server.db import flow, line_day
from queue_server.db.work import Work
from queue_server.domain.estimate import CALLS_NEEDED, Pace, Wait, wait
from queue_server.domain.house import Service
from queue_server.domain.lifecycle import Move
from queue_server.domain.line import Join, Place, queue_key
from queue_server.domain.numbering import label, new_token
from queue_server.domain.refusals import ServiceClosed
from queue_server.domain.ticket import Ticket, local
from queue_server.queries import availability, line


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: for whom (language, priority), where (channel, device), and what the paper needs to know."""

    language: str = "id"
    priority: bool = False
    channel: str = "kiosk"
    device_id: int | None = None
    printer_id: int | None = None
    device_name: str = ""
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """A number given: the ticket, its secret link, the promise made, and the paper owed (None: no printer here)."""

    ticket: Ticket
    token: str
    ahead: int
    wait: Wait | None
    slip_id: int | None


def issue(work: Work, service: Service, order: Order) -> Issued:
    """Gives the next number of the service's line. Refuses ServiceClosed with its reason and when it opens again."""
    decision = availability.decision(work.connection, work.house, service, day=work.day, now=work.now)
    if not decision.open:
        opens_at = local(decision.opens_at, work.house.zone)
        raise ServiceClosed(reason=decision.reason, opens_at=opens_at, service=service.code)
    sequence, pace = line_day.take_number(work.connection, service.line.id, work.day)
    number, token = label(service.line.code, sequence), new_token()
    visit_id = work.add(
        flow.Visit,
        mall_id=work.mall_id,
        day=work.day,
        token=token,
        number=number,
        language=order.language,
        priority=order.priority,
        channel=order.channel,
        device_id=order.device_id,
        created_at=work.now,
    )
    place = Place(work.now, Join.WALK_IN, order.priority)
    ahead, expected = _promise(work, service, place, pace)
    ticket = join_line(
        work, service, place, visit_id=visit_id, number=number, sequence=sequence, ahead=ahead, expected=expected
    )
    slip_id = None
    if work.house.has_printer:
        document = paper.ticket_document(work, ticket, order, token=token, ahead=ahead, expected=expected)
        slip_id = paper.owe(work, ticket, document, printer_id=order.printer_id)
    return Issued(ticket, token, ahead, expected, slip_id)


def withdraw(work: Work, ticket: Ticket) -> Ticket:
    """Gives the number up; paper that is not yet being printed is not printed any more. Refuses TicketWrongState."""
    withdrawn = take_from_desk(work, ticket, Move.WITHDRAW)
    paper.abandon(work, ticket)
    return withdrawn


def _promise(work: Work, service: Service, place: Place, pace: Pace) -> tuple[int, Wait | None]:
    key = queue_key(place, service.agency.policy)
    newest = 2**62  # the ticket is not written yet: it stands behind everybody with the same key and moment
    ahead = line.ahead_of(work.connection, line_id=service.line.id, key=key, issued_at=work.now, ticket_id=newest)
    if pace.count < CALLS_NEEDED:
        return ahead, None
    counters = line.open_lines(work.connection, work.mall_id).get(service.line.code, 0)
    return ahead, wait(ahead, pace, open_counters=counters, now=work.now)
