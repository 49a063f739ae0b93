"""Puts the house together: the only file that knows everyone."""

import hashlib
import threading
from pathlib import Path

from flask import Flask, Request
from flask.sessions import NullSession, SessionInterface, SessionMixin
from werkzeug.middleware.proxy_fix import ProxyFix

from queue_server.actions import clock
from queue_server.db.store import Store
from queue_server.domain.events import Fact, hall_face
from queue_server.domain.roles import Actor
from queue_server.domain.ticket import local
from queue_server.queries import access, journal
from queue_server.queries import house as houses
from queue_server.queries.faces import Faces
from queue_server.settings import ROOT, Settings
from queue_server.sockets.live import Live
from queue_server.web import DOORS, figures
from queue_server.web.hall import Hall
from queue_server.web.headers import WithHeaders
from queue_server.web.identity import COOKIE, known_device, known_person
from queue_server.web.kept import Kept
from queue_server.web.limits import Limiter
from queue_server.web.pages import serve_pages
from queue_server.web.problems import speak_of_problems
from queue_server.web.serving import hang
from queue_server.web.telephones import Documents, Telephones

TICK_SECONDS = 2.0


def create_app(settings: Settings, *, store: Store | None = None) -> Flask:
    """The application on its database, with its sockets; `store` is given by tests that hold the clock."""
    app = Flask("queue_server", static_folder=None, template_folder=str(ROOT / "queue_server" / "pages" / "ticket"))
    app.url_map.strict_slashes = False
    app.session_interface = NoFlaskSession()
    store = store or Store(settings.database_url, load_house=houses.load)
    build = _build()
    hall = Hall(
        store=store,
        settings=settings,
        limiter=Limiter(settings),
        kept=Kept(),
        faces=Faces(),
        documents=Documents(alone=settings.workers == 1 and settings.redis_url is None),
        ears=None,  # type: ignore[arg-type]  # the sockets need the application first
        build=build,
        seen={},
    )
    app.extensions["giliran"] = hall
    hang(app, hall, DOORS)
    serve_pages(app)
    speak_of_problems(app)
    hall.ears = live = _live(app, hall)
    store.listen(hall.documents.hear)
    store.listen(lambda mall_id, facts: _tell(hall, live, mall_id, facts))
    app.wsgi_app = Telephones(app.wsgi_app, hall.documents, hall.limiter, settings.limits.follow)  # type: ignore[method-assign]
    app.wsgi_app = WithHeaders(app.wsgi_app)  # type: ignore[method-assign]
    if settings.proxies:
        behind = {"x_for": settings.proxies, "x_proto": settings.proxies, "x_host": settings.proxies}
        app.wsgi_app = ProxyFix(app.wsgi_app, **behind)  # type: ignore[method-assign]
    return app


class NoFlaskSession(SessionInterface):
    """Flask keeps no session here: ours stand in the database, and opening a second one costs every answer."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin:  # noqa: ARG002
        return NullSession()

    def is_null_session(self, obj: object) -> bool:
        return isinstance(obj, NullSession)


def start_clock(app: Flask) -> threading.Event:
    """Ticks for every mall until the returned event is set: the new day, paper too late, openings that are over."""
    hall: Hall = app.extensions["giliran"]
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(TICK_SECONDS):
            try:
                tick(hall.store)
            except Exception:
                app.logger.exception("the clock missed a tick")

    threading.Thread(target=run, name="clock", daemon=True).start()
    return stop


def tick(store: Store) -> None:
    """What is due in every mall now; a mall where nothing is due is only looked at."""
    with store.read() as connection:
        due = [
            mall.id
            for mall in access.malls(connection)
            if clock.is_due(connection, store.house(connection, mall.id), mall.day, store.clock())
        ]
    for mall_id in due:
        with store.work(by=Actor(kind="clock", mall_id=mall_id)) as work:
            clock.tick(work)


def _live(app: Flask, hall: Hall) -> Live:
    from flask import request

    def who(auth: dict[str, object] | None) -> Actor | None:
        token = auth.get("token") if auth else None
        if isinstance(token, str) and token:
            known = known_device(hall, token)
        else:
            cookie = request.cookies.get(COOKIE)
            known = known_person(hall, cookie) if cookie else None
        return known.actor if known else None

    def newest(mall_id: int) -> int:
        with hall.store.read() as connection:
            return journal.seq_of(connection, mall_id)

    def is_ours(origin: str, environ: dict[str, str]) -> bool:
        own = environ.get("HTTP_HOST", "")
        public = hall.settings.public_url
        return origin.partition("://")[2] == own or origin == public or origin in hall.settings.origins

    return Live(
        app,
        who=who,
        mall_of=lambda actor: actor.mall_id,
        board_seq=newest,
        origins=is_ours,
        redis_url=hall.settings.redis_url,
        build=hall.build,
    )


def _tell(hall: Hall, live: Live, mall_id: int, facts: list[Fact]) -> None:
    zone = hall.store.zone(mall_id)
    live.tell(mall_id, [hall_face(fact, local(fact.at, zone) or "") for fact in facts])
    figures.told([fact.name for fact in facts])


def _build() -> str:
    """A short name for what is being served: screens reload when it changes."""
    seal = hashlib.sha256()
    for folder in ("queue_server", "kiosk", "display", "config/words"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".js", ".css", ".html", ".json", ".py"):
                seal.update(_stamp(path))
    return seal.hexdigest()[:12]


def _stamp(path: Path) -> bytes:
    stat = path.stat()
    return f"{path.name}:{stat.st_size}:{stat.st_mtime_ns}".encode()
