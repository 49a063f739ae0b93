"""A hall of cardboard: speaks the contract of desks, tickets and follow, and remembers every request."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from queue_server.catalogue.plan import CatalogueFile

KIOSK = "kiosk-token"
PASSWORD = "secret"


class No(Exception):
    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code


class CardboardHall:
    """The rules that matter to the actors, without a database."""

    def __init__(self, catalogue: CatalogueFile) -> None:
        self.lock = threading.Lock()
        self.services = {s.code: (a, s) for a in catalogue.agencies for s in a.services}
        self.counters = {c.code: (a, c) for a in catalogue.agencies for c in a.counters}
        self.catalogue = catalogue
        self.tickets: dict[int, dict[str, Any]] = {}
        self.desks: dict[str, dict[str, Any]] = {}
        self.kept: dict[str, tuple[int, dict[str, Any]]] = {}
        self.refused: Counter[str] = Counter()
        self.refuse_next: list[tuple[int, str, dict[str, str]]] = []
        self.closed: set[str] = set()
        self.seq = 0

    def answer(self, method: str, path: str, body: dict[str, Any], headers: Any) -> tuple[int, dict[str, Any]]:
        key = headers.get("Idempotency-Key")
        with self.lock:
            if method == "POST" and key is None:
                raise No(400, "no key")
            if key in self.kept:
                return self.kept[key]
            answered = self._route(method, path.split("/")[1:], body, headers)
            if key:
                self.kept[key] = answered
            return answered

    def _route(self, method: str, parts: list[str], body: dict[str, Any], headers: Any) -> tuple[int, dict[str, Any]]:
        match method, parts:
            case "POST", ["session"]:
                if body["password"] != PASSWORD:
                    raise No(401, "session.wrong")
                return 200, {"csrf_token": "csrf-" + body["username"], "who": body["username"]}
            case "GET", ["catalogue"]:
                return 200, self._catalogue()
            case "POST", ["tickets"]:
                return 201, self._issue(body, headers)
            case "GET", ["follow", token]:
                return 200, {"state": self.tickets[int(token)]["state"]}
            case "POST", ["follow", token, "withdraw"]:
                return 200, self._move(self.tickets[int(token)], "withdrawn", {"waiting"})
        who = headers.get("X-CSRF-Token", "").removeprefix("csrf-") or headers.get("Cookie", "").removeprefix("who=")
        if not who:
            raise No(401, "session.none")
        if method == "GET" and parts == ["desk"]:
            return 200, {"desk": self.desks.get(who)}
        return 200, self._desk_verb(parts[1], who, body)

    def _catalogue(self) -> dict[str, Any]:
        waiting = Counter(one["line"] for one in self.tickets.values() if one["state"] == "waiting")
        return {
            "agencies": [
                {
                    "services": [
                        {"code": s.code, "line": s.line, "open": s.code not in self.closed, "ahead": waiting[s.line]}
                        for s in agency.services
                    ]
                }
                for agency in self.catalogue.agencies
            ]
        }

    def _issue(self, body: dict[str, Any], headers: Any) -> dict[str, Any]:
        if headers.get("Authorization") != f"Bearer {KIOSK}" and not headers.get("X-CSRF-Token"):
            raise No(401, "session.none")
        agency, service = self.services[body["service"]]
        if service.code in self.closed:
            raise No(409, "service.closed")
        return {**self._new(service, agency), "token": str(len(self.tickets))}

    def _new(self, service: Any, agency: Any) -> dict[str, Any]:
        self.seq += 1
        ticket = {"id": len(self.tickets) + 1, "service": service.code, "line": service.line, "agency": agency.code}
        self.tickets[ticket["id"]] = {**ticket, "state": "waiting", "seq": self.seq}
        return self.tickets[ticket["id"]]

    def _move(self, ticket: dict[str, Any] | None, to: str, sources: set[str]) -> dict[str, Any]:
        if ticket is None:
            raise No(409, "desk.idle")
        if ticket["state"] not in sources:
            raise No(409, "ticket.wrong_state")
        self.seq += 1
        ticket.update(state=to, seq=self.seq)
        return ticket

    def _desk_verb(self, verb: str, who: str, body: dict[str, Any]) -> dict[str, Any]:
        if verb == "open":
            return self._opened(who, body["counter"])
        desk = self.desks.get(who)
        if desk is None:
            raise No(409, "desk.none")
        if body.get("seq", 10**9) < desk["seq"]:
            raise No(409, "ticket.moved_on")
        getattr(self, "_" + verb.replace("-", "_"))(desk, body)
        self.seq += 1
        desk["seq"] = self.seq
        ticket = desk["ticket"]
        if desk["state"] not in ("paused", "closed"):
            desk["state"] = (
                {"called": "calling", "serving": "serving"}.get(ticket["state"], "ready") if ticket else "ready"
            )
        return {"ticket": ticket, "facts": [], "desk": dict(desk)}

    def _opened(self, who: str, counter: str) -> dict[str, Any]:
        if any(desk["counter"] == counter for name, desk in self.desks.items() if name != who):
            raise No(409, "desk.taken")
        desk = self.desks.setdefault(who, {"counter": counter, "ticket": None, "announcements": None})
        self.seq += 1
        desk.update(state="ready", seq=self.seq, lines=self.counters[counter][1].lines)
        return {"ticket": None, "facts": [], "desk": dict(desk)}

    def _call_next(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        if desk["ticket"] is not None:
            raise No(409, "desk.busy")
        waiting = [t for t in self.tickets.values() if t["state"] == "waiting" and t["line"] in desk["lines"]]
        if not waiting:
            raise No(409, "line.empty")
        desk.update(ticket=self._move(waiting[0], "called", {"waiting"}), announcements={"count": 0, "max": 3})

    def _announce(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        self._move(desk["ticket"], "called", {"called"})
        desk["announcements"] = {"count": desk["announcements"]["count"] + 1, "max": 3}

    def _start(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        self._move(desk["ticket"], "serving", {"called"})

    def _finish(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        self._move(desk["ticket"], "finished", {"serving"})
        desk["ticket"] = None

    def _finish_and_call_next(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        self._finish(desk, body)
        try:
            self._call_next(desk, body)
        except No:
            desk["ticket"] = None

    def _miss(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        self._move(desk["ticket"], "missed", {"called"})
        desk["ticket"] = None

    def _park(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        assert body["reason"]
        self._move(desk["ticket"], "parked", {"serving"})
        desk["ticket"] = None

    def _resume(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        desk["ticket"] = self._move(self.tickets[body["ticket"]], "serving", {"parked"})

    def _return(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        self._move(self.tickets[body["ticket"]], "waiting", {"missed", "parked"})

    def _transfer(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        agency, service = self.services[body["service"]]
        assert agency.code != desk["ticket"]["agency"]
        self._move(desk["ticket"], "transferred", {"serving"})
        desk["ticket"] = None
        self._new(service, agency)

    def _pause(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        assert body["reason"]
        desk["state"] = "paused"

    def _close(self, desk: dict[str, Any], body: dict[str, Any]) -> None:
        if desk["ticket"] is not None:
            raise No(409, "desk.busy")
        desk["state"] = "closed"
        self.desks = {who: one for who, one in self.desks.items() if one is not desk}


@contextmanager
def serving(hall: CardboardHall) -> Iterator[str]:
    """The hall on a free port, until the block ends."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._knock("GET")

        def do_POST(self) -> None:
            self._knock("POST")

        def _knock(self, method: str) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            more: dict[str, str] = {}
            try:
                if hall.refuse_next:
                    status, code, more = hall.refuse_next.pop(0)
                    raise No(status, code)
                status, answer = hall.answer(method, self.path.removeprefix("/api/v1"), body, self.headers)
            except No as no:
                hall.refused[no.code] += 1
                status, answer = no.status, {"code": no.code, "status": no.status}
            if "who" in answer:
                more = {"Set-Cookie": f"who={answer['who']}; HttpOnly; Path=/"}
            content = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {**more, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(2)
