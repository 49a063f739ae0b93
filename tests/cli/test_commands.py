"""The commands that set a mall up: each says what it did, refuses kindly, and may be repeated."""

import json

import pytest

from queue_server.access import tokens
from queue_server.access.passwords import matches
from queue_server.queries import access, journal
from queue_server.queries.standing import standing
from tests.cli.conftest import SMALL

SECRET = "kunci-loket-7\n"


def test_init_makes_a_database_and_one_empty_mall(shell):
    shell.does("init", "--code", "MPPKU", "--name", "Mal Kami", "--timezone", "Asia/Jayapura")

    assert shell.malls == ["MPPKU"]
    assert shell.asked(lambda connection: standing(connection, 1)) is None


def test_init_again_changes_nothing(shell):
    shell.does("init", "--code", "A")

    shell.does("init")

    assert shell.malls == ["A"]


def test_a_second_mall_may_be_founded_beside_the_first(shell):
    shell.does("init", "--code", "A")

    shell.does("init", "--code", "B")

    assert shell.malls == ["A", "B"]
    assert shell.says("verify-journal", "--mall", "C").exit_code == 2
    assert shell.says("add-person", "x1", "--role", "officer", "--password-stdin", given=SECRET).exit_code == 2


def test_an_unknown_time_zone_founds_nothing(shell):
    assert shell.says("init", "--timezone", "Asia/Bandung").exit_code == 2
    assert not shell.database.exists()


@pytest.mark.parametrize(
    "command", [["verify-journal"], ["backup", "x.db"], ["pair-device", "--kind=kiosk", "--name=K"]]
)
def test_before_init_every_command_says_what_to_do_first(shell, command):
    result = shell.says(*command, "--language", "en")

    assert result.exit_code == 2
    assert "init" in result.stderr
    assert not shell.database.exists()


def test_a_dry_run_tells_the_plan_and_changes_nothing(shell):
    shell.does("init")

    told = shell.does("import-catalogue", shell.file(SMALL), "--dry-run", "--language", "en")

    assert "service POS01" in told
    assert shell.asked(lambda connection: standing(connection, 1)) is None


def test_a_catalogue_is_taken_over_once(opened):
    seq = opened.asked(lambda connection: journal.seq_of(connection, 1))

    opened.does("import-catalogue", opened.file(SMALL))

    assert seq == 1
    assert opened.asked(lambda connection: journal.seq_of(connection, 1)) == seq


def test_a_wrong_catalogue_is_refused_as_a_whole_with_line_and_field(opened):
    wrong = opened.file(SMALL.replace("queue: 2H", "queue: 9Z").replace("type: bumn", "type: ''"))

    result = opened.says("import-catalogue", wrong, "--language", "en")

    assert result.exit_code == 2
    assert "line 17" in result.stderr
    assert "queue" in result.stderr
    assert "type" in result.stderr


def test_a_person_signs_in_with_the_name(opened):
    opened.does("add-person", "Petugas1", "--role", "officer", "--agency", "POS", "--password-stdin", given=SECRET)

    person = opened.asked(lambda connection: access.person_by_username(connection, 1, "petugas1"))
    assert (person.role, person.agency, person.name) == ("officer", "POS", "Petugas1")
    assert matches("kunci-loket-7", person.password_hash)


def test_a_name_of_two_words_needs_a_user_name(opened):
    arguments = ("add-person", "Siti Utami", "--role", "supervisor", "--password-stdin")

    assert opened.says(*arguments, given=SECRET).exit_code == 2
    opened.does(*arguments, "--username", "siti", given=SECRET)

    person = opened.asked(lambda connection: access.person_by_username(connection, 1, "siti"))
    assert person.name == "Siti Utami"


@pytest.mark.parametrize(
    ("more", "given"),
    [(["--agency", "TIDAK"], SECRET), ([], ""), ([], "x" * 300)],
    ids=["unknown agency", "no password", "endless password"],
)
def test_a_person_who_cannot_be_added_is_not(opened, more, given):
    result = opened.says("add-person", "ani", "--role", "officer", "--password-stdin", *more, given=given)

    assert result.exit_code == 2
    assert opened.asked(lambda connection: access.people(connection, 1)) == []


def test_a_name_taken_is_told(opened):
    opened.does("add-person", "ani", "--role", "officer", "--password-stdin", given=SECRET)

    assert opened.says("add-person", "ani", "--role", "officer", "--password-stdin", given=SECRET).exit_code == 2


def test_a_paired_device_gets_a_token_that_opens_its_doors(opened):
    opened.does("pair-device", "--kind", "printer", "--name", "P1")
    answer = json.loads(opened.does("pair-device", "--kind=kiosk", "--name=K1", "--zone=Z1", "--printer=P1", "--json"))

    device = opened.asked(lambda connection: access.device_by_hash(connection, tokens.hashed(answer["token"])))

    assert answer["device"] == {"id": device.id, "kind": "kiosk", "name": "K1", "zone": "Z1"}
    assert device.printer_id == 1


@pytest.mark.parametrize("wrong", [["--zone", "Z9"], ["--printer", "P9"]], ids=["zone", "printer"])
def test_a_device_is_paired_only_where_things_are(opened, wrong):
    assert opened.says("pair-device", "--kind", "kiosk", "--name", "K1", *wrong).exit_code == 2


def test_two_workers_want_more_than_a_file(opened, monkeypatch):
    monkeypatch.setenv("QUEUE_WORKERS", "2")

    assert opened.says("run").exit_code == 2


def test_settings_that_cannot_be_read_are_told(opened, monkeypatch):
    monkeypatch.setenv("QUEUE_PORT", "delapan ribu")

    result = opened.says("run", "--language", "en")

    assert result.exit_code == 2
    assert "delapan ribu" in result.stderr
