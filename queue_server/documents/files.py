"""A table as CSV for Indonesian Excel, as XLSX, or as PDF."""

import csv
import io
from xml.sax.saxutils import escape

from queue_server.documents.table import Table, spoken

# A cell that begins so would be a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: Table) -> bytes:
    """Semicolons and a byte order mark: Indonesian Excel opens it with columns and accents in place."""
    drawn = io.StringIO()
    writer = csv.writer(drawn, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.title for column in table.columns])
    for row in table.rows:
        writer.writerow([_harmless(spoken(cell)) if isinstance(cell, str) else _plain(cell) for cell in row])
    return b"\xef\xbb\xbf" + drawn.getvalue().encode("utf-8")


def as_xlsx(table: Table) -> bytes:
    """One sheet with a heading, a fixed header row and real numbers."""
    import xlsxwriter

    drawn = io.BytesIO()
    book = xlsxwriter.Workbook(drawn, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    heading, head = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True, "bottom": 1})
    strong = book.add_format({"bold": True})
    sheet.write_string(0, 0, table.title, heading)
    sheet.write_string(1, 0, table.below)
    for place, column in enumerate(table.columns):
        sheet.write_string(3, place, column.title, head)
        sheet.set_column(place, place, max(10, round(100 * column.share)))
    for line, row in enumerate(table.rows):
        style = strong if line in table.strong else None
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(4 + line, place, cell, style)
            elif cell is not None:
                sheet.write_number(4 + line, place, cell, style)
    sheet.freeze_panes(4, 0)
    book.close()
    return drawn.getvalue()


def as_pdf(table: Table) -> bytes:
    """A4 pages with the header repeated and the pages counted."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer

    drawn = io.BytesIO()
    page = SimpleDocTemplate(
        drawn,
        pagesize=A4,
        leftMargin=16 * mm,
        rightMargin=16 * mm,
        topMargin=16 * mm,
        bottomMargin=18 * mm,
        title=table.title,
        lang="id-ID",
        invariant=1,
    )
    title = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=15, leading=19)
    text = ParagraphStyle("text", fontName="Helvetica", fontSize=9, leading=12)
    cell = ParagraphStyle("cell", fontName="Helvetica", fontSize=8.5, leading=10.5)
    ink, rule = colors.HexColor("#14213D"), colors.HexColor("#DDD6C8")
    body: list[list[object]] = [[column.title for column in table.columns]]
    for row in table.rows:
        body.append([Paragraph(escape(one), cell) if isinstance(one, str) else spoken(one) for one in row])
    style: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, -1), "Helvetica", 8.5),
        ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 8.5),
        ("TEXTCOLOR", (0, 0), (-1, -1), ink),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, rule),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    style += [("ALIGN", (n, 0), (n, -1), "RIGHT") for n, column in enumerate(table.columns) if column.is_number]
    style += [("BACKGROUND", (0, n + 1), (-1, n + 1), colors.HexColor("#F7F4ED")) for n in sorted(table.strong)]
    drawn_table = LongTable(
        body, colWidths=[column.share * page.width for column in table.columns], repeatRows=1, style=style
    )
    story = [
        Paragraph(escape(table.title), title),
        Paragraph(escape(table.below), text),
        Spacer(1, 5 * mm),
        drawn_table,
    ]
    if table.note:
        story += [Spacer(1, 5 * mm), Paragraph(escape(table.note), text)]
    page.build(story, onFirstPage=_number, onLaterPages=_number)
    return drawn.getvalue()


def _number(canvas: object, page: object) -> None:
    canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
    canvas.drawRightString(194 * 72 / 25.4, 10 * 72 / 25.4, str(page.page))  # type: ignore[attr-defined]


def _plain(cell: int | float | None) -> str:
    return "" if cell is None else str(cell).replace(".", ",")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
