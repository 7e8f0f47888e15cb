"""S1: answers by channel, visits by distance, charges that a person decides."""

from kept.rules.assess import ClockState, assess
from kept.rules.policy.model import Strength
from tests.rules.library.shipped import (
    case,
    cited,
    fact,
    judged,
    possible_payers,
    price,
    request,
    shipped,
    when,
    who_pays,
)

IN_WARRANTY = {"equipment__accepted": when("2025-06-01 00:00"), "contract__warranty": "24 months"}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00"), "contract__warranty": "24 months"}
SAME_PROVINCE = {"site__city": "Ningbo"}
OTHER_PROVINCE = {"site__city": "Xi'an", "site__province": "Shaanxi"}


def on_site(**about):
    return judged("S1", case(request("2026-03-02 14:00"), **about), "2026-03-02 15:00").clock(
        "on_site"
    )


def test_S1_1_3b():
    """The zone is measured from the office that is responsible for the site (C07)."""
    assert on_site().due_at == when("2026-03-03 14:00")
    moved_away = on_site(office__city="Ningbo", site__city="Hangzhou")
    assert moved_away.due_at == when("2026-03-04 14:00")


def test_S1_2_0():
    """Whether a cause other than quality costs something is decided by a person (C09)."""
    found = fact("cause.found", "2026-03-02 16:00", cause="improper_use")
    open_yet = judged(
        "S1", case(request("2026-03-02 14:00"), found, **IN_WARRANTY), "2026-03-02 17:00"
    )
    assert possible_payers(open_yet, "labour") == {"customer", "provider"}

    decided = fact("cause.found", "2026-03-02 16:30", cause="improper_use", charge_decided=True)
    charged = judged(
        "S1", case(request("2026-03-02 14:00"), found, decided, **IN_WARRANTY), "2026-03-02 17:00"
    )
    assert who_pays(charged, "labour") == "customer"
    assert cited(charged, "labour") == ("S1-2.0",)


def test_S1_2_1a():
    """A quality problem under warranty is repaired, and costs nothing."""
    found = fact("cause.found", "2026-03-02 16:00", cause="workmanship")
    result = judged(
        "S1", case(request("2026-03-02 14:00"), found, **IN_WARRANTY), "2026-03-02 17:00"
    )

    assert who_pays(result, "parts") == "provider"
    assert price(result, "parts") == "free"
    assert cited(result, "parts") == ("S1-2.1a",)


def test_S1_2_4():
    """After the warranty the customer pays a fair price, whatever the cause."""
    result = judged("S1", case(request("2026-03-02 14:00"), **EXPIRED), "2026-03-02 15:00")

    for component in ("parts", "labour", "travel"):
        assert who_pays(result, component) == "customer"
        assert price(result, component) == "fair"
        assert cited(result, component) == ("S1-2.4",)


def without_visit(kind):
    """Whether a case of this kind exists and nobody has to travel for it."""
    result = judged("S1", case(request("2026-03-02 14:00", case_type=kind)), "2026-03-02 15:00")
    return "on_site" not in {line.rule for line in result.clocks}


def test_S1_3_2():
    """Project work is a case of its own kind, to be handed on."""
    assert shipped("S1").case_types["project_work"].source == ("S1-3.2",)
    assert without_visit("project_work")


def test_S1_3_4a():
    """So are complaints and feedback."""
    assert shipped("S1").case_types["complaint"].source == ("S1-3.4a",)
    assert without_visit("complaint")
    assert without_visit("feedback")


def test_S1_4_1a():
    """The contract decides the warranty; without one its end is open, and that is shown."""
    with_contract = judged(
        "S1", case(request("2026-03-02 14:00"), **IN_WARRANTY), "2026-03-02 15:00"
    )
    (line,) = with_contract.terms
    assert line.end == when("2027-06-01 00:00")
    assert line.length_source == "contract.warranty"
    assert "S1-4.1a" in line.reason.clauses

    about = {"equipment__accepted": when("2025-06-01 00:00")}
    without = judged("S1", case(request("2026-03-02 14:00"), **about), "2026-03-02 15:00")
    assert without.terms[0].length == "unset"


def test_S1_4_2a():
    """A call answered live is kept at once; a missed one entered at 14:20 is broken."""
    live = [
        request("2026-03-02 14:00", channel="telephone"),
        fact("contact.answered_live", "2026-03-02 14:00"),
    ]
    assert (
        judged("S1", case(*live), "2026-03-02 14:00").clock("answer_live").state is ClockState.MET
    )

    missed = [
        fact("contact.missed", "2026-03-02 14:00", known="2026-03-02 14:20", channel="telephone"),
        request("2026-03-02 14:20", channel="telephone", answered_live=False),
    ]
    line = judged("S1", case(*missed), "2026-03-02 14:20").clock("answer_live")
    assert line.state is ClockState.BROKEN
    assert line.due_at == when("2026-03-02 14:01")  # 60 s by phone (C08)


def test_S1_4_2a_at_the_counter_five_minutes_are_at_once():
    visitor = request("2026-03-02 14:00", channel="in_person")

    assert judged("S1", case(visitor), "2026-03-02 14:04").clock("answer_live").due_at == when(
        "2026-03-02 14:05"
    )


def test_S1_4_2b():
    """E-mail at 16:30: due 18:30 by the clock, or 09:30 next working day in office hours 9-18."""
    mail = case(request("2026-03-02 16:30", channel="email"))
    assert judged("S1", mail, "2026-03-02 17:00").clock("answer_written").due_at == when(
        "2026-03-02 18:30"
    )

    hours = shipped("S1", ("always: yes", 'weekly: {mon-fri: ["09:00-18:00"]}, holidays: CN'))
    line = assess(hours, mail, when("2026-03-02 17:00")).clock("answer_written")
    assert line.due_at == when("2026-03-03 09:30")


def test_S1_4_3a():
    line = on_site()
    assert line.due_at == when("2026-03-03 14:00")
    assert "S1-4.3a" in line.reason.clauses


def test_S1_4_3b():
    """The site in another city of the province: two days."""
    line = on_site(**SAME_PROVINCE)
    assert line.due_at == when("2026-03-04 14:00")
    assert "S1-4.3b" in line.reason.clauses


def test_S1_4_3c():
    line = on_site(**OTHER_PROVINCE)
    assert line.due_at == when("2026-03-05 14:00")
    assert "S1-4.3c" in line.reason.clauses


def test_S1_4_3d():
    """The visit is a target: missed, it is reported as one."""
    late = judged("S1", case(request("2026-03-02 14:00")), "2026-03-04 09:00").clock("on_site")

    assert late.strength is Strength.TARGET
    assert late.state is ClockState.BROKEN
    assert "S1-4.3d" in late.reason.clauses
