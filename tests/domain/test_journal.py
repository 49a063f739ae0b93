"""The chain of the journal shows any change of the past."""

import hashlib

import pytest

from queue_server.domain.journal import GENESIS, chain

ENTRY = {
    "mall": "CONTOH",
    "seq": 1,
    "at": "2026-11-21T02:41:00Z",
    "name": "ticket.issued",
    "actor": "device:3",
    "body": "{}",
}


def test_the_seal_is_the_canonical_form_that_anybody_can_recompute():
    canonical = f'["{GENESIS}","CONTOH",1,"2026-11-21T02:41:00Z","ticket.issued","device:3","{{}}"]'

    assert chain(GENESIS, **ENTRY) == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"mall": "LAIN"},
        {"seq": 2},
        {"at": "2026-11-21T02:41:01Z"},
        {"name": "ticket.called"},
        {"actor": None},
        {"actor": "None"},
        {"body": '{"a":1}'},
        {"name": "ticket.issueddevice", "actor": ":3"},
    ],
    ids=str,
)
def test_any_change_of_an_entry_changes_its_seal(change):
    assert chain(GENESIS, **ENTRY | change) != chain(GENESIS, **ENTRY)


def test_nobody_is_not_somebody_called_none():
    assert chain(GENESIS, **ENTRY | {"actor": None}) != chain(GENESIS, **ENTRY | {"actor": "null"})


def test_a_seal_depends_on_all_before_it():
    other = chain(GENESIS, **ENTRY | {"body": "changed"})

    assert chain(other, **ENTRY) != chain(chain(GENESIS, **ENTRY), **ENTRY)


def test_any_text_can_be_sealed():
    assert len(chain(GENESIS, **ENTRY | {"body": "Ñ “ \ud800 \x00"})) == len(GENESIS)
