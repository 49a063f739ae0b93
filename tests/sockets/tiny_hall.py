"""The smallest application that has a hall: for the socket's own tests, loaded by a real gunicorn."""

import os
import time
from dataclasses import dataclass

from flask import Flask, jsonify, request

from queue_server.sockets.live import Live


@dataclass(frozen=True)
class Guest:
    kind: str
    id: int
    mall_id: int


def who(auth: dict | None) -> Guest | None:
    """`device-7` or `device-7-in-2` in the handshake, or a cookie that names a person."""
    token = str((auth or {}).get("token", ""))
    if token == "broken":
        raise RuntimeError("the register of devices is away")
    if token.startswith("device-"):
        number, _, mall = token.removeprefix("device-").partition("-in-")
        return Guest("device", int(number), int(mall or 1))
    person = request.cookies.get("person")
    return Guest("person", int(person), 1) if person else None


app = Flask(__name__)
newest = {1: 0, 2: 0}
asked_slowly = [0]
live = Live(
    app,
    who=who,
    mall_of=lambda actor: actor.mall_id,
    board_seq=lambda mall_id: newest[mall_id],
    origins=["http://hall.example"],
    redis_url=os.environ.get("TINY_REDIS_URL"),
    build=str(os.getpid()),
    most_sockets=int(os.environ.get("TINY_MOST_SOCKETS", "340")),
    pulse_seconds=float(os.environ.get("TINY_PULSE_SECONDS", "10")),
)


@app.post("/say")
def say():
    mall_id = request.json.get("mall", 1)
    facts = request.json["facts"]
    newest[mall_id] = max([newest[mall_id], *(fact["seq"] for fact in facts)])
    live.tell(mall_id, facts)
    return jsonify(told=len(facts))


@app.post("/say-one-by-one")
def say_one_by_one():
    for fact in request.json["facts"]:
        live.tell(1, [fact])
    return jsonify(told=len(request.json["facts"]))


@app.post("/drop")
def drop():
    live.drop(request.json["kind"], request.json["id"])
    return jsonify(dropped=True)


@app.get("/counts")
def counts():
    return jsonify(
        pid=os.getpid(), asked_slowly=asked_slowly[0], cores=sorted(os.sched_getaffinity(0)), **live.counts()
    )


@app.get("/slow")
def slow():
    asked_slowly[0] += 1
    time.sleep(0.6)
    return jsonify(slow=True)


@app.get("/ping")
def ping():
    return "pong"
