"""The visitor's page `/t/<token>`: rendered here, whole without JavaScript, and its QR code."""

import io

import segno
from flask import Response, redirect, render_template, request

from queue_server.actions import citizen
from queue_server.domain.numbering import normal_token
from queue_server.domain.refusals import TicketUnknown, TicketWrongState
from queue_server.domain.roles import Actor
from queue_server.domain.ticket import Face
from queue_server.queries import ticket as tickets
from queue_server.web.answers import command
from queue_server.web.door import Door
from queue_server.web.follow import follow_view
from queue_server.web.hall import hall
from queue_server.web.words import LANGUAGES, room_words

REFRESH_SECONDS = 15
ASK_SECONDS = 5


def page(token: str) -> Response:
    """The number as it now is, as a page that renews itself. An unknown token gets a kind page, not a code."""
    plain = normal_token(token)
    try:
        view = follow_view(plain) if plain else None
    except TicketUnknown:
        view = None
    if plain is not None:
        hall().limiter.hit(hall().settings.limits.follow, "follow", plain)
    return _rendered(view, plain or "")


def withdraw(token: str) -> Response:
    """The page's own form: gives the number up after the confirming step, and shows the page again."""
    plain = normal_token(token)
    if plain is None:
        return _rendered(None, "")
    hall().limiter.hit(hall().settings.limits.follow, "follow", plain)
    with hall().store.read() as connection:
        found = tickets.of_visit(connection, plain)
    if found is None:
        return _rendered(None, "")
    try:
        with command(Actor(kind="anyone", mall_id=found[0])) as done:
            current = tickets.of_visit(done.work.connection, plain)
            if current is not None:
                citizen.withdraw(done.work, current[2])
    except TicketWrongState:
        pass  # it was called or served meanwhile: the page shows what is true now
    return redirect(f"/t/{plain}?lang={_language(None)}", code=303, Response=Response)  # type: ignore[return-value]


def qr(token: str) -> Response:
    """The QR code of a visit's page as SVG, for the kiosk's screen."""
    plain = normal_token(token)
    if plain is None:
        raise TicketUnknown
    code = segno.make(f"{hall().settings.public_url}/t/{plain}".upper(), error="m", micro=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=2, xmldecl=False, svgns=True, nl=False, dark="#14213d", light="#ffffff")
    answer = Response(drawn.getvalue(), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


def _rendered(view: Face | None, token: str) -> Response:
    language = _language(view)
    sentences = room_words("ticket", language)

    def words(key: str, **facts: object) -> str:
        return sentences.get(key, key).format(**facts)

    body = render_template(
        "ticket.html",
        ticket=view,
        token=token,
        language=language,
        words=words,
        refresh_seconds=REFRESH_SECONDS,
        ask_seconds=ASK_SECONDS,
        confirm="confirm" in request.args,
    )
    answer = Response(body, 200 if view else 404, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _language(view: Face | None) -> str:
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return str(asked)
    return str(view["language"]) if view else request.accept_languages.best_match(LANGUAGES, default="id") or "id"


_WHY = "the token in the address, 60 random bits, is the right"

DOORS = [
    Door(method="GET", path="/t/<token>", view=page, needs=None, why_open=_WHY, summary="The visitor's page"),
    # A QR code in capitals is smaller; its path must open the same page.
    Door(method="GET", path="/T/<token>", view=page, needs=None, why_open=_WHY, summary="The visitor's page"),
    Door(
        method="POST",
        path="/t/<token>/withdraw",
        view=withdraw,
        needs=None,
        why_open=_WHY,
        summary="Give the number up",
    ),
    Door(method="GET", path="/qr/<token>.svg", view=qr, needs=None, why_open=_WHY, summary="The page's QR code"),
]
