"""The visit report's door: figures of a period as JSON, CSV, XLSX or PDF."""

from collections.abc import Callable
from datetime import date, timedelta

from flask import Response, request

from queue_server.documents.files import as_csv, as_pdf, as_xlsx
from queue_server.documents.table import Table
from queue_server.documents.visit_report import visit_table
from queue_server.domain.refusals import BodyInvalid
from queue_server.domain.roles import Deed
from queue_server.domain.ticket import local
from queue_server.queries import visits
from queue_server.web import schemas
from queue_server.web.answers import actor, as_json
from queue_server.web.bodies import ReportQuery
from queue_server.web.day import today
from queue_server.web.door import Door
from queue_server.web.hall import hall
from queue_server.web.words import language_of, words

LONGEST_DAYS = 366


def visit_report(query: ReportQuery) -> Response:
    """Visits, numbers and services done of a period, per agency and service; only one's own where bound to one."""
    store = hall().store
    with store.read() as connection:
        house = store.house(connection, actor().mall_id or 0)
        first, last = _period(query, today(connection, house))
        report = visits.report(connection, house, first=first, last=last, agency_id=actor().agency_id)
    report["made_at"] = local(store.clock(), house.zone)
    if query.format == "json":
        return as_json(report)
    language = language_of(request)
    table = visit_table(report, lambda key, **facts: words(language, key, facts))
    draw, kind = _FILES[query.format]
    answer = Response(draw(table), mimetype=kind)
    name = f"{house.code.lower()}-{first.isoformat()}-{last.isoformat()}.{query.format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


_FILES: dict[str, tuple[Callable[[Table], bytes], str]] = {
    "csv": (as_csv, "text/csv"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (as_pdf, "application/pdf"),
}


def _period(query: ReportQuery, day: date) -> tuple[date, date]:
    last = query.last or day
    first = query.first or last
    if first > last or last - first > timedelta(days=LONGEST_DAYS):
        raise BodyInvalid(field="from", problem="period")
    return first, last


DOORS = [
    Door(
        method="GET",
        path="/api/v1/reports/visits",
        view=visit_report,
        needs=Deed.REPORTS,
        summary="The visit report",
        query=ReportQuery,
        answer=schemas.VisitReport,
        also=tuple(kind for _, kind in _FILES.values()),
        refusals=(BodyInvalid,),
    )
]
