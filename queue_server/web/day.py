"""The business day and the newest fact as a reader sees them."""

from datetime import date

from sqlalchemy import Connection

from queue_server.domain.house import House
from queue_server.domain.numbering import business_day
from queue_server.queries import access, journal
from queue_server.web.hall import hall


def today(connection: Connection, house: House) -> date:
    """The mall's day now; a reader may be first after midnight, before any command has opened the new day."""
    return business_day(hall().store.clock(), house.zone, access.day_of(connection, house.mall_id))


def newest(mall_id: int) -> int:
    """The mall's last `seq`: what an answer kept for a moment is kept under."""
    with hall().store.read() as connection:
        return journal.seq_of(connection, mall_id)
