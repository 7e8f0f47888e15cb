"""Where a return stands, from its events alone."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kept.records.returns.standing import COUNTS, Event, Kind, State, standing
from tests.desk import at

NOON = at("12:00")
ENDS = (Kind.REPAIRED, Kind.REPLACED, Kind.UNREPAIRED, Kind.SCRAPPED, Kind.TAKEN_BACK)


def follow(*events, announced=5):
    told = [Event(kind=Kind.ASKED, at=NOON), *events]
    return standing({1: announced}, told)


def event(kind, quantity=0, minutes=0, **more):
    line = 1 if quantity else None
    moment = NOON + timedelta(minutes=minutes)
    return Event(kind=Kind(kind), at=moment, line=line, quantity=quantity, **more)


@given(
    announced=st.integers(1, 9),
    wishes=st.lists(st.tuples(st.sampled_from(sorted(COUNTS)), st.integers(1, 9)), max_size=40),
)
def test_whatever_is_taken_the_pieces_add_up(announced, wishes):
    told = [Event(kind=Kind.ASKED, at=NOON), event("approved")]
    for kind, quantity in wishes:
        tally = standing({1: announced}, told).tallies[1]
        if kind is Kind.RECEIVED or quantity <= tally.room(kind):
            told.append(event(kind, quantity))

        now = standing({1: announced}, told).tallies[1]
        assert now.decided + now.at_supplier <= now.received
        assert now.ahead + now.going_back <= max(now.announced, now.received)
        assert now.tested <= now.repaired + now.replaced
        assert now.shipped <= now.tested + now.unrepaired
        assert now.inspected <= now.received
        assert now.kept <= now.ahead
        assert min(vars(now).values()) >= 0


@given(st.lists(st.sampled_from(ENDS), min_size=5, max_size=5))
def test_however_five_are_split_the_sum_is_five(ends):
    now = follow(event("approved"), event("received", 5), *(event(kind, 1) for kind in ends))

    assert now.total("decided") == now.total("received") == 5


def test_the_state_says_since_when():
    now = follow(event("approved", minutes=1), event("received", 5, minutes=7), event("noted"))

    assert (now.state, now.since) == (State.TO_INSPECT, NOON + timedelta(minutes=7))


def test_a_part_that_never_came_does_not_keep_it_open_for_ever():
    came = (event("approved"), event("received", 3), event("unrepaired", 3), event("shipped", 3))
    assert follow(*came).state is State.ON_THE_WAY

    assert follow(*came, event("arrived")).state is State.CLOSED
    assert follow(*came, event("cancelled")).state is State.CLOSED


def test_a_second_parcel_opens_the_work_again():
    first = (event("approved"), event("received", 3), event("unrepaired", 3), event("shipped", 3))
    again = (event("received", 2), event("unrepaired", 2), event("shipped", 2))

    assert follow(*first, event("received", 2)).state is State.TO_INSPECT
    assert follow(*first, *again).state is State.SENT_BACK


def test_the_supplier_has_the_first_of_his_days():
    late, soon = NOON + timedelta(days=9), NOON + timedelta(days=3)
    sent = (event("approved"), event("received", 5), event("to_supplier", 2, due_at=late))

    now = follow(*sent, event("to_supplier", 3, due_at=soon))
    assert (now.state, now.supplier_due_at) == (State.AT_SUPPLIER, soon)
    assert follow(*sent, event("from_supplier", 2)).supplier_due_at is None


def test_all_scrapped_is_closed():
    now = follow(event("approved"), event("received", 5), event("scrapped", 5))

    assert now.state is State.CLOSED
