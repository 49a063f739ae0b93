"""Who may do what: the whole matrix, and the agency that binds."""

import itertools

import pytest

from queue_server.domain.refusals import AgencyOther, DeviceForbidden, RoleForbidden, SessionNone
from queue_server.domain.roles import GRANTS, Actor, Deed, DeviceKind, Role, check, in_agency, may

# One line per deed, as the house's table of doors has it.
DOORS = {
    Deed.WATCH: {*Role, *DeviceKind},
    Deed.FOLLOW_STAFF: {*Role, *DeviceKind},
    Deed.CATALOGUE: {*Role, DeviceKind.KIOSK, DeviceKind.DISPLAY, DeviceKind.SURVEY},
    Deed.ISSUE: {DeviceKind.KIOSK, Role.RECEPTIONIST, Role.SUPERVISOR, Role.ADMINISTRATOR},
    Deed.PRIORITISE: {Role.RECEPTIONIST, Role.SUPERVISOR, Role.ADMINISTRATOR},
    Deed.HALL: {Role.RECEPTIONIST, Role.SUPERVISOR, Role.ADMINISTRATOR},
    Deed.DESK: {Role.OFFICER},
    Deed.SERVICE_SWITCH: {Role.SUPERVISOR, Role.ADMINISTRATOR},
    Deed.REPORTS: {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.MONITOR},
    Deed.DEVICES_SEE: {Role.SUPERVISOR, Role.ADMINISTRATOR},
    Deed.DEVICES_PAIR: {Role.ADMINISTRATOR},
    Deed.PEOPLE: {Role.ADMINISTRATOR},
    Deed.PRINT: {DeviceKind.PRINTER},
    Deed.DEVICE_SELF: {*DeviceKind},
}
READS = {Deed.WATCH, Deed.FOLLOW_STAFF, Deed.CATALOGUE, Deed.REPORTS}


def person(role, **facts):
    return Actor(kind="person", id=7, name="Sari", mall_id=1, role=role, **facts)


def device(kind):
    return Actor(kind="device", id=3, name="K1", mall_id=1, device_kind=kind)


@pytest.mark.parametrize(("deed", "part"), list(itertools.product(Deed, [*Role, *DeviceKind])))
def test_each_door_opens_for_those_it_is_for_and_for_nobody_else(deed, part):
    actor = person(part) if isinstance(part, Role) else device(part)

    assert may(actor, deed) == may(part, deed) == (part in DOORS[deed])


def test_a_display_can_never_issue():
    with pytest.raises(DeviceForbidden):
        check(device(DeviceKind.DISPLAY), Deed.ISSUE)


def test_a_kiosk_can_never_call():
    with pytest.raises(DeviceForbidden):
        check(device(DeviceKind.KIOSK), Deed.DESK)


def test_an_officer_cannot_switch_a_service():
    with pytest.raises(RoleForbidden) as refused:
        check(person(Role.OFFICER), Deed.SERVICE_SWITCH)

    assert refused.value.facts == {"deed": "service_switch", "role": "officer"}


def test_a_monitor_only_reads():
    assert GRANTS[Role.MONITOR] <= READS


def test_no_device_can_do_what_only_people_decide():
    people_only = {Deed.DESK, Deed.SERVICE_SWITCH, Deed.PRIORITISE, Deed.PEOPLE, Deed.DEVICES_PAIR, Deed.REPORTS}

    assert not [kind for kind in DeviceKind if GRANTS[kind] & people_only]


def test_who_may_is_let_through():
    check(person(Role.ADMINISTRATOR), Deed.PEOPLE)


@pytest.mark.parametrize("deed", Deed)
def test_nobody_and_the_clock_open_no_door(deed):
    assert not may(Actor(kind="clock"), deed)
    with pytest.raises(SessionNone):
        check(Actor(kind="anyone"), deed)


def test_one_bound_to_an_agency_acts_only_there():
    supervisor = person(Role.SUPERVISOR, agency_id=4, agency_code="DUKCAPIL")

    in_agency(supervisor, 4)
    with pytest.raises(AgencyOther) as refused:
        in_agency(supervisor, 5)
    assert refused.value.facts == {"agency": "DUKCAPIL"}


def test_one_of_the_whole_mall_acts_everywhere():
    in_agency(person(Role.SUPERVISOR), 5)


@pytest.mark.parametrize(
    "facts", [{"kind": "person"}, {"kind": "device"}, {"kind": "clock", "role": Role.OFFICER}], ids=str
)
def test_an_actor_is_what_it_says(facts):
    with pytest.raises(ValueError, match="nobody else has one"):
        Actor(**facts)


def test_the_journal_names_an_actor_without_a_name():
    assert person(Role.OFFICER).tag == "person:7"
    assert device(DeviceKind.KIOSK).tag == "device:3"
    assert Actor(kind="clock").tag == "clock"
