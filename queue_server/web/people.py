"""People who may sign in: listed, added, sent away."""

from flask import Response

from queue_server.access.passwords import hash_password
from queue_server.actions import administrator
from queue_server.actions.administrator import NewPerson
from queue_server.domain.refusals import AgencyOther, AgencyUnknown, PasswordWeak, PersonExists, PersonUnknown
from queue_server.domain.roles import Deed
from queue_server.queries import access
from queue_server.web import schemas
from queue_server.web.answers import actor, as_json, command
from queue_server.web.bodies import AddPerson, Nothing
from queue_server.web.door import Door
from queue_server.web.hall import hall


def every() -> Response:
    """Everybody who may sign in; somebody bound to an agency sees only its people."""
    with hall().store.read() as connection:
        rows = access.people(connection, actor().mall_id or 0, actor().agency_id)
    faces = [
        {"id": row.id, "username": row.username, "name": row.name, "role": row.role, "agency": row.agency}
        for row in rows
    ]
    return as_json({"people": faces})


def add(body: AddPerson) -> Response:
    """Adds somebody. Refuses PasswordWeak for a password that holds the name."""
    if body.username in body.password.lower():
        raise PasswordWeak
    # Hashed before the transaction: it takes twenty milliseconds, and the whole mall would wait for it.
    password_hash = hash_password(body.password)
    person = NewPerson(
        username=body.username, name=body.name, role=body.role, agency=body.agency, password_hash=password_hash
    )
    with command() as done:
        if not done.again:
            administrator.add_person(done.work, person)
        row = access.person_by_username(done.work.connection, done.work.mall_id, body.username)
    if row is None:
        raise PersonUnknown(person=body.username)
    return as_json(
        {"id": row.id, "username": row.username, "name": row.name, "role": row.role, "agency": row.agency}, 201
    )


def deactivate(body: Nothing, person_id: int) -> Response:
    """Somebody leaves: sessions end and sockets close within a second; what they did stays on record."""
    del body
    with command() as done:
        if not done.again:
            administrator.deactivate_person(done.work, person_id)
    hall().ears.drop("person", person_id)
    return as_json({})


DOORS = [
    Door(
        method="GET",
        path="/api/v1/people",
        view=every,
        needs=Deed.PEOPLE,
        summary="Everybody who may sign in",
        answer=schemas.People,
    ),
    Door(
        method="POST",
        path="/api/v1/people",
        view=add,
        needs=Deed.PEOPLE,
        summary="Add somebody",
        body=AddPerson,
        answer=schemas.Person,
        status=201,
        refusals=(PersonExists, AgencyUnknown, AgencyOther, PasswordWeak),
    ),
    Door(
        method="POST",
        path="/api/v1/people/<int:person_id>/deactivate",
        view=deactivate,
        needs=Deed.PEOPLE,
        summary="Take somebody's right to sign in away",
        body=Nothing,
        answer=schemas.Done,
        refusals=(PersonUnknown, AgencyOther),
    ),
]
