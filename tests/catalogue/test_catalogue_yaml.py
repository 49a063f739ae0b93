"""A catalogue file is read whole, or refused whole with every place that is wrong."""

from datetime import date, time
from pathlib import Path

import pytest

from queue_server.catalogue.found import CatalogueRefused
from queue_server.catalogue.plan import CounterSpec, LineSpec, WindowSpec, ZoneSpec
from queue_server.catalogue.read import MOST_BYTES, read
from queue_server.catalogue.read_yaml import from_yaml
from tests.catalogue.catalogue_paper import SMALL, reasons, spoilt


def test_a_small_catalogue_is_read_whole():
    read_file = from_yaml(SMALL.encode())

    dukcapil = read_file.agencies[0]
    assert read_file.mall.timezone == "Asia/Makassar"
    assert read_file.zones == (ZoneSpec("Z1", "Zona 1", "Zone 1", 1), ZoneSpec("Z2", "Zona 2", "Zone 2", 2))
    assert dukcapil.lines[0] == LineSpec("1A", "KTP-el", "ID cards", 2)
    assert dukcapil.services[1].requirements == ("KTP asli", "Surat hilang, asli")
    assert dukcapil.services[1].popular


def test_counters_are_counted_through_the_mall():
    counters = [counter for agency in from_yaml(SMALL.encode()).agencies for counter in agency.counters]

    assert counters == [
        CounterSpec("DUKCAPIL-1", "1", ("1A",), ("1B",)),
        CounterSpec("DUKCAPIL-2", "2", ("1A",), ("1B",)),
        CounterSpec("DUKCAPIL-3", "3", ("1B",)),
        CounterSpec("POS-1", "4", ("2H",)),
    ]


def test_counters_may_be_named_one_by_one():
    named = "counters: [{code: KTP-A, number: '21', lines: [1A]}, {lines: [1A, 1B]}, {lines: [1B], helps: [1A]}]"

    counters = from_yaml(spoilt("counters: 3", named)).agencies[0].counters

    assert counters[0] == CounterSpec("KTP-A", "21", ("1A",))
    assert counters[1] == CounterSpec("DUKCAPIL-2", "2", ("1A", "1B"))
    assert counters[2].helping == ("1A",)


def test_a_week_knows_its_friday_break_and_its_free_days():
    hours = from_yaml(SMALL.encode()).hours["default"]

    assert hours.week[4] == (WindowSpec(time(8), time(11, 30)), WindowSpec(time(13), time(15)))
    assert hours.week[5] == ()
    assert hours.cutoff_minutes == 30


def test_ramadan_is_a_season_and_not_a_schedule():
    read_file = from_yaml(SMALL.encode())

    assert [(season.code, season.first, season.last) for season in read_file.seasons] == [
        ("ramadan", date(2027, 2, 8), date(2027, 3, 9))
    ]
    assert "ramadan" not in read_file.hours


def test_unquoted_times_are_not_taken_for_numbers():
    hours = from_yaml(spoilt("[['08:00', '15:30']]", "[[8:00, 15:30]]")).hours["default"]

    assert hours.week[0] == (WindowSpec(time(8), time(15, 30)),)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("  type: pemda", "  tipe: pemda", (14, "agencies[1].type", "field.missing"), id="missing"),
        pytest.param("  type: pemda", "  typ: x\n  type: p", (18, "agencies[1].typ", "field.unknown"), id="unknown"),
        pytest.param("floor: 1", "floor: 1\n  floor: 1", (20, "agencies[1].floor", "field.twice"), id="twice"),
        pytest.param(
            "target_minutes: 10",
            "target_minutes: ten",
            (28, "agencies[1].services[1].target_minutes", "type.wrong"),
            id="type",
        ),
        pytest.param(
            "target_minutes: 10",
            "target_minutes: -5",
            (28, "agencies[1].services[1].target_minutes", "number.out_of_range"),
            id="negative",
        ),
        pytest.param(
            "daily_quota: 60",
            "daily_quota: 0",
            (28, "agencies[1].services[1].daily_quota", "number.out_of_range"),
            id="no quota at all",
        ),
        pytest.param(
            "demand_share: 0.7", "demand_share: .nan", (22, "agencies[1].demand_share", "type.wrong"), id="nan"
        ),
        pytest.param(
            "demand_share: 0.7", "demand_share: 7", (22, "agencies[1].demand_share", "number.out_of_range"), id="share"
        ),
        pytest.param(
            "code: DUK03", "code: DUK01", (31, "agencies[1].services[3].code", "code.twice"), id="service twice"
        ),
        pytest.param(
            "code: POS01", "code: DUK01", (44, "agencies[2].services[1].code", "code.twice"), id="in two agencies"
        ),
        pytest.param("- code: POS\n", "- code: DUKCAPIL\n", (32, "agencies[2].code", "code.twice"), id="agency twice"),
        pytest.param(
            "prefix: 2H", "prefix: 1A", (42, "agencies[2].queues[1].prefix", "prefix.twice"), id="prefix twice"
        ),
        pytest.param("prefix: 2H", "prefix: 1E", (42, "agencies[2].queues[1].prefix", "prefix.malformed"), id="E"),
        pytest.param("prefix: 2H", "prefix: 2I", (42, "agencies[2].queues[1].prefix", "prefix.malformed"), id="I"),
        pytest.param("prefix: 2H", "prefix: '2'", (42, "agencies[2].queues[1].prefix", "prefix.malformed"), id="digit"),
        pytest.param("queue: 1B", "queue: 2H", (31, "agencies[1].services[3].queue", "line.unknown"), id="other line"),
        pytest.param("helps: [1B]", "helps: [9Z]", (25, "agencies[1].queues", "line.unknown"), id="helps nobody"),
        pytest.param("  counters: 3", "  counters: 4", (21, "agencies[1].counters", "counters.sum"), id="sum"),
        pytest.param("zone: Zona 2", "zone: Zona 1", (37, "agencies[2].floor", "zone.other_floor"), id="floor"),
        pytest.param("schedule: default", "schedule: sore", (23, "agencies[1].schedule", "hours.unknown"), id="hours"),
        pytest.param(
            "['13:00', '15:00']", "['11:00', '15:00']", (7, "schedules.default.fri", "window.overlapping"), id="overlap"
        ),
        pytest.param(
            "['08:00', '15:30']",
            "['15:30', '08:00']",
            (6, "schedules.default.mon_thu", "window.reversed"),
            id="reversed",
        ),
        pytest.param(
            "['08:00', '15:30']", "['08:00', '25:30']", (6, "schedules.default.mon_thu", "time.malformed"), id="time"
        ),
        pytest.param("to: 2027-03-09", "to: 2026-03-09", (11, "schedules.ramadan.to", "date.reversed"), id="dates"),
        pytest.param("    to: 2027-03-09\n", "", (10, "schedules.ramadan.to", "field.missing"), id="half a season"),
        pytest.param(
            "cutoff_minutes: 30",
            "cutoff_minutes: -1",
            (8, "schedules.default.ticket_cutoff_minutes", "number.out_of_range"),
            id="cutoff",
        ),
        pytest.param("Asia/Makassar", "Asia/Blora", (3, "mpp.timezone", "timezone.unknown"), id="zone of time"),
        pytest.param(
            "name: PT Pos Indonesia", 'name: "PT\\u0007 Pos"', (34, "agencies[2].name", "text.control"), id="control"
        ),
        pytest.param("name: PT Pos Indonesia", "name: " + "P" * 121, (34, "agencies[2].name", "text.long"), id="long"),
        pytest.param(
            "short_name: KTP hilang",
            "short_name: " + "K" * 29,
            (30, "agencies[1].services[2].short_name", "text.long"),
            id="tile",
        ),
        pytest.param(
            "name: PT Pos Indonesia", "name: {a: b}", (34, "agencies[2].name", "type.wrong"), id="branch for text"
        ),
        pytest.param(
            "popular: yes", "popular: maybe", (30, "agencies[1].services[2].popular", "type.wrong"), id="truth"
        ),
        pytest.param("code: DUK01", "code: duk 01", (28, "agencies[1].services[1].code", "code.malformed"), id="code"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(old, new, expected):
    assert expected in reasons(spoilt(old, new))


def test_every_problem_is_told_at_once():
    content = SMALL.replace("target_minutes: 10", "target_minutes: 0").replace("prefix: 2H", "prefix: 2O").encode()

    assert [reason for _, _, reason in reasons(content)] == ["number.out_of_range", "prefix.malformed", "line.unknown"]


def test_at_most_fifty_problems_are_told():
    service = "  - {code: x, name_id: n, name_en: n, target_minutes: 1, queue: 2H}\n"

    with pytest.raises(CatalogueRefused) as refused:
        from_yaml((SMALL + service * 60).encode())

    assert len(refused.value.problems) == 50
    assert refused.value.more


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"mpp: [", "file.malformed", id="malformed"),
        pytest.param(b"- a\n- b", "file.malformed", id="a list"),
        pytest.param(b"", "file.malformed", id="empty"),
        pytest.param(b"a: \xff", "file.encoding", id="not utf-8"),
        pytest.param(b"a: &x [1]\nb: *x", "file.alias", id="alias"),
        pytest.param(b"a: &a [l,l]\nb: &b [*a,*a]\nc: [*b,*b]", "file.alias", id="bomb"),
        pytest.param(b"a: " + b"[" * 5000, "file.too_deep", id="deep"),
        pytest.param(b"a: [" + b"1," * 150_000 + b"1]", "file.too_large", id="many"),
        pytest.param(b"a: !!python/object/apply:os.system ['true']", "field.missing", id="tag of a list"),
        pytest.param(b"a: !!python/name:os.system x", "type.wrong", id="foreign tag"),
        pytest.param(b"a: 1\n---\nb: 2", "file.malformed", id="two documents"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(content, reason):
    assert reason in [found for _, _, found in reasons(content)]


def test_a_malformed_file_says_its_line():
    assert reasons(b"mpp:\n  name: x\n bad: y\n")[0][0] == 3


@pytest.mark.parametrize(
    ("rows", "field"), [pytest.param(60, "agencies", id="agencies"), pytest.param(401, "services", id="services")]
)
def test_a_mall_has_its_limits(rows, field):
    service = "  - {{code: S{0}, name_id: n, name_en: n, target_minutes: 1, queue: 2H}}\n"
    agency = "- {{code: A{0}}}\n"
    more = "".join((agency if field == "agencies" else service).format(at) for at in range(rows))

    assert "too_many" in [reason for _, found, reason in reasons((SMALL + more).encode()) if found == field]


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [
        pytest.param("a.yaml", MOST_BYTES + 1, "file.too_large", id="large"),
        pytest.param("a.csv", 1, "file.kind", id="kind"),
        pytest.param("none.yaml", None, "file.unreadable", id="absent"),
    ],
)
def test_a_file_that_cannot_be_is_refused(tmp_path: Path, name, size, reason):
    if size:
        (tmp_path / name).write_bytes(b"#" * size)

    with pytest.raises(CatalogueRefused) as refused:
        read(tmp_path / name)

    assert [problem.reason for problem in refused.value.problems] == [reason]
