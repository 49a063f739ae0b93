"""The visit report as one table: agencies as sums, their services below them."""

from collections.abc import Callable, Mapping
from typing import Any

from queue_server.documents.table import Cell, Column, Table

_FIGURES = ("numbers", "done", "missed", "withdrawn", "priority")


def visit_table(report: Mapping[str, Any], words: Callable[..., str]) -> Table:
    """`report` as queries.visits gives it; `words` gives the sentences of room `report`."""
    columns = (
        Column(words("report.name"), 0.42),
        *(Column(words(f"report.{figure}"), 0.09, is_number=True) for figure in _FIGURES),
        Column(words("report.average_wait"), 0.13, is_number=True),
    )
    rows: list[list[Cell]] = []
    strong: set[int] = set()
    for agency in report["agencies"]:
        strong.add(len(rows))
        rows.append([agency["name"], *(agency[figure] for figure in _FIGURES), None])
        own = [one for one in report["services"] if one["agency"] == agency["agency"]]
        rows += [
            [f"   {one['name']}", *(one[figure] for figure in _FIGURES), one["average_wait_minutes"]] for one in own
        ]
    title = words("report.title", mall=report["mall"]["name"])
    below = words(
        "report.period",
        first=report["from"],
        last=report["to"],
        visits=report["visits"],
        numbers=report["numbers"],
        done=report["done"],
    )
    return Table(title, below, columns, rows, frozenset(strong), words("report.definitions"))
