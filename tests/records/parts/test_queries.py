"""What store keepers and cases read of parts."""

import pytest

from kept.records.parts.models import PlaceKind, Tracking
from kept.records.parts.queries import (
    find_parts,
    free_for,
    held_for_case,
    open_requests,
    part_card,
    place_line,
    place_lines,
    request_card,
    requests_of_case,
    to_pick,
    van_of,
)
from kept.records.parts.services import PartDetails, note_on_site, register_part
from tests.desk import at


@pytest.fixture
def filter_part(spares):
    details = PartDetails(
        brand="Nordlux",
        number="NX-F2",
        names={"en": "Air filter", "zh-hans": "空气滤网", "zh-hant": "空氣濾網"},
        model="F2",
        maker="Filterwerk Süd",
        specification="420 x 180 mm",
        families=["ups", "drive"],
        tracking=Tracking.QUANTITY,
    )
    return register_part(details=details, by=spares.desk.manager, at=at("08:20"))


@pytest.mark.parametrize(
    "asked", ["nx-f2", "air FILTER", "滤网", "濾網", "nordlux f2", "420 ups", "drive", "filterwerk"]
)
def test_a_part_is_found_by_what_is_said_of_it(filter_part, asked):
    assert [line.label for line in find_parts(asked)] == ["Nordlux NX-F2"]


def test_what_nobody_says_of_it_finds_nothing(filter_part):
    assert find_parts("filter 999") == []
    assert find_parts("%") == []


@pytest.mark.parametrize(
    "asked",
    ["压力变送器", "壓力變送器", "ylbsq", "yali", "yalibiansongqi", "ylb heron", "变送 P-9"],
)
def test_a_part_is_found_by_pinyin_initials_and_in_either_script(store, asked):
    details = PartDetails(brand="Heron", number="P-9", names={"zh-hans": "压力变送器"})
    register_part(details=details, by=store.desk.manager, at=at("08:00"))

    assert [line.label for line in find_parts(asked)] == ["Heron P-9"]


def test_parts_for_the_machine_come_first(spares, filter_part):
    assert find_parts(first="ups")[0].label == "Nordlux NX-F2"
    assert [line.label for line in find_parts(family="ups")] == ["Nordlux NX-F2"]


def test_a_part_tells_what_stands_in_for_it_and_how_much_there_is(spares):
    spares.receive(spares.board, serial="A1")
    request = spares.request()
    spares.substitute(request)
    spares.reserve(request)

    card = part_card(spares.board.pk)
    assert (card.part.on_hand, card.part.free) == (1, 0)
    assert [(one.part.number, one.evidence) for one in card.substitutes] == [
        ("B-2", "Data sheet 7")
    ]
    [other] = part_card(spares.other.pk).stands_in_for
    assert (other.part.number, other.part.on_hand, other.part.free) == ("B-1", 1, 0)
    assert part_card(0) is None


def test_places_say_what_lies_there_and_what_waits(spares):
    mine = spares.place("V2", PlaceKind.VAN, person_id=spares.desk.dispatcher.pk)
    spares.receive(spares.fuse, 3)
    spares.receive(spares.seal, 3, lot="L1")
    spares.reserve(spares.request(spares.fuse), spares.fuse)

    found = {line.code: (line.parts, line.to_pick) for line in place_lines()}
    assert found == {"W1": (2, 1), "V1": (0, 0), "V2": (0, 0)}
    assert van_of(spares.desk.dispatcher.pk).pk == mine.pk
    assert van_of(spares.desk.hotline.pk) is None
    assert place_line(mine.pk).person == "Dana Li"
    assert place_line(0) is None


def test_what_is_to_be_picked_says_for_which_case_and_by_when(spares):
    spares.receive(spares.board, serial="A1")
    request = spares.request()
    [missing] = open_requests()
    assert (missing.pk, missing.missing, missing.due.due_at) == (request.pk, 1, at("14:10"))

    held = spares.reserve(request)
    [line] = to_pick(spares.warehouse.pk)
    assert line.case == requests_of_case(spares.case_id)[0].case
    assert (line.due.due_at, line.due.names["en"]) == (at("14:10"), "Spare on site")
    assert open_requests() == []
    assert to_pick(spares.van.pk) == []
    assert request_card(request.pk, case_id=0) is None
    note_on_site(
        reservation_id=held.reservation_id, at=at("11:00"), by=spares.desk.engineer, now=at("11:00")
    )
    assert to_pick() == []
    assert [line.due for line in held_for_case(spares.case_id)] == [None]


def test_what_can_be_taken_is_what_is_free_and_good(spares):
    spares.receive(spares.fuse, 3)
    spares.receive(spares.fuse, 1, target=spares.van)
    spares.reserve(spares.request(spares.fuse), spares.fuse, place=spares.van)

    [line] = free_for([spares.fuse.pk])
    assert (line.place_code, line.free, line.office_codes[1]) == ("W1", 3, "CN-310000")


def test_lists_take_few_statements_however_long(spares, django_assert_max_num_queries):
    spares.receive(spares.fuse, 9)
    for number in range(6):
        spares.reserve(spares.request(spares.fuse, key=f"q{number}"), spares.fuse, key=f"h{number}")
    with django_assert_max_num_queries(4):
        assert len(to_pick()) == 6
    with django_assert_max_num_queries(7):
        assert len(requests_of_case(spares.case_id)) == 6
