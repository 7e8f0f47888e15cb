"""S3b, clause by clause: two hours, twelve hours, and service that costs nothing."""

import pytest

from kept.rules.assess import ClockState, TermState
from kept.rules.policy.model import ClauseState, RequirementKind
from tests.rules.library.scenes import (
    MONDAY,
    case,
    deciders,
    fact,
    found,
    kept_by_rules,
    payers,
    price,
    promised,
    request,
    shipped,
    term,
    when,
)

ACCEPTED = when("2025-06-01 00:00")
IN_WARRANTY = {"equipment__accepted": ACCEPTED, "contract__warranty": "12 months"}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00"), "contract__warranty": "12 months"}
REPAIR = request(f"{MONDAY} 09:00")
EVENING = f"{MONDAY} 18:00"


def judged(*facts, at=EVENING, **about):
    return promised("S3b", case(*facts, **about), at)


def test_S3b_1_3():
    """A quality problem within the warranty: every component is ours, without charge."""
    answer = judged(REPAIR, found("material"), **IN_WARRANTY)

    assert {line.payer for line in answer.costs} == {"provider"}
    assert {price(line) for line in answer.costs} == {"free"}
    assert deciders(answer.cost("parts")) == {"S3b-1.3"}


def test_S3b_1_3_waits_for_the_cause():
    answer = judged(REPAIR, **IN_WARRANTY)

    assert payers(answer.cost("parts")) == {"provider"}
    assert answer.cost("parts").payer is None


ORDERED = fact("goods.ordered", f"{MONDAY} 09:00", due_on=when("2026-03-20 17:00"))


def delivery(*facts, at):
    return judged(ORDERED, *facts, at=at).clock("delivery")


def test_S3b_2a():
    """The promised moment is the order's; what comes by then is kept, earlier as well."""
    early = fact("goods.delivered", "2026-03-18 10:00")
    late = fact("goods.delivered", "2026-03-21 09:00")

    assert delivery(at=EVENING).due_at == when("2026-03-20 17:00")
    assert delivery(early, at="2026-03-18 11:00").state is ClockState.MET
    assert delivery(early, at="2026-03-30 11:00").done_at == when("2026-03-18 10:00")
    assert delivery(at="2026-03-20 17:00").state is ClockState.BROKEN
    assert delivery(late, at="2026-03-30 11:00").state is ClockState.LATE


def test_S3b_2a_takes_the_date_that_was_agreed_last():
    earlier = fact("goods.ordered", "2026-03-04 09:00", due_on=when("2026-03-16 17:00"))

    assert delivery(earlier, at="2026-03-05 10:00").due_at == when("2026-03-16 17:00")


@pytest.mark.parametrize(
    ("lengths", "ends"),
    [
        ({"contract__warranty": "12 months"}, "2026-06-01 00:00"),
        ({"equipment__statutory_warranty": "3 years"}, "2028-06-01 00:00"),
        (
            {"contract__warranty": "12 months", "equipment__statutory_warranty": "3 years"},
            "2028-06-01 00:00",
        ),
    ],
)
def test_S3b_4b(lengths, ends):
    """The paper has no window of its own: contract and law give it, the longer one counts."""
    line = term(judged(REPAIR, equipment__accepted=ACCEPTED, **lengths), "warranty")

    assert line.end == when(ends)
    assert "S3b-4b" in line.reason.clauses
    assert line.gives["en"] == "repair, exchange or return for quality problems"


def test_S3b_4b_without_any_length_stays_open():
    answer = judged(REPAIR, found("quality"), equipment__accepted=ACCEPTED)

    assert term(answer, "warranty").length == "unset"
    assert term(answer, "warranty").state is TermState.UNKNOWN
    assert payers(answer.cost("parts")) == {"provider", "customer"}


def test_S3b_4c():
    """After the warranty: parts at what they cost us, labour at zero; travel is not mentioned."""
    answer = judged(REPAIR, found("wear"), **EXPIRED)

    assert answer.cost("parts").payer == "customer"
    assert price(answer.cost("parts")) == "at_cost"
    assert price(answer.cost("labour")) == "free"
    assert deciders(answer.cost("parts")) == {"S3b-4c"}
    assert answer.cost("travel").payers == ()


def test_S3b_4d():
    answer = judged(REPAIR, found("wear"), **EXPIRED)

    for component in ("labour", "diagnosis", "consultation"):
        line = answer.cost(component)
        assert line.payer == "provider"
        assert price(line) == "free"
        assert deciders(line) == {"S3b-4d"}


def test_S3b_5a():
    """Original parts can be had until the design life is over."""
    built = {"equipment__delivered": when("2016-03-01 00:00")}

    within = judged(REPAIR, **built, equipment__design_life="12 years")
    beyond = judged(REPAIR, **built, equipment__design_life="8 years")

    assert term(within, "design_life").end == when("2028-03-01 00:00")
    assert term(within, "design_life").state is TermState.ACTIVE
    assert term(beyond, "design_life").state is TermState.ENDED
    assert term(judged(REPAIR, **built), "design_life").length == "unset"


def test_S3b_5b():
    """The policy is not published before there is a list of what is charged: parts, at cost."""
    (needed,) = [one for one in shipped("S3b").required.values() if "S3b-5b" in one.source]

    assert shipped("S3b").clauses["S3b-5b"].state is ClauseState.RULE
    assert "charges" in needed.name["en"]
    assert (needed.kind, needed.basis) == (RequirementKind.PRICE_LIST, "at_cost")


def test_S3b_6_3a():
    line = judged(REPAIR, at=f"{MONDAY} 09:30").clock("answer")

    assert line.due_at == when(f"{MONDAY} 11:00")
    assert line.state is ClockState.RUNNING
    assert line.assumed == {"calendar": "R-calendar"}


def test_S3b_6_3b():
    line = judged(REPAIR, at=f"{MONDAY} 09:30").clock("on_site")

    assert line.due_at == when(f"{MONDAY} 21:00")
    assert line.reason.clauses[0] == "S3b-6.3b"


def test_S3b_6_3b_needs_nobody_on_site_once_the_fault_is_gone():
    solved = fact("service.restored", f"{MONDAY} 11:00")

    line = judged(REPAIR, solved, at="2026-03-03 10:00").clock("on_site")

    assert line.state is ClockState.ENDED
    assert line.broken_at is None


def test_S3b_6_3c():
    """Feedback is taken in as such; when it was read is measured, without a limit."""
    feedback = request(f"{MONDAY} 09:00", case_type="feedback")
    read = fact("feedback.read", f"{MONDAY} 09:40")

    line = judged(feedback, read).clock("feedback_read")

    assert line.state is ClockState.UNSET
    assert line.done_at == when(f"{MONDAY} 09:40")
    assert line.spent_seconds == 2400
    assert "answer" in {missing.rule for missing in judged(feedback).absent}


def test_S3b_6_3f():
    """Guidance shows 24 hours, not 12, and no answer within two."""
    guidance = judged(request(f"{MONDAY} 09:00", case_type="guidance"), at=f"{MONDAY} 09:30")

    line = guidance.clock("on_site")

    assert line.due_at == when("2026-03-03 09:00")
    assert line.certain
    assert line.reason.clauses[0] == "S3b-6.3f"
    assert "S3b-6.3b" not in line.reason.clauses


def test_S3b_6_3_takes_the_shorter_time_while_the_kind_is_not_known():
    asked = fact("request.received", f"{MONDAY} 09:00")

    line = judged(asked, at=f"{MONDAY} 09:30").clock("on_site")

    assert line.due_at == when(f"{MONDAY} 21:00")
    assert not line.certain


@pytest.mark.parametrize("about", [IN_WARRANTY, EXPIRED, {}])
@pytest.mark.parametrize("cause", [None, "quality", "improper_use"])
def test_S3b_6_4(about, cause):
    """Labour is never on an invoice, whatever the cause and the age; parts may be."""
    facts = (REPAIR, found(cause)) if cause else (REPAIR,)

    answer = judged(*facts, **about)

    assert answer.cost("labour").payer == "provider"
    assert price(answer.cost("labour")) == "free"


def test_S3b_6_4_does_not_decide_about_parts():
    answer = judged(REPAIR, found("improper_use"), **IN_WARRANTY)

    assert answer.cost("parts").payers == ()
    assert deciders(answer.cost("labour")) == {"S3b-6.4"}


def test_S3b_keeps_its_clauses():
    assert len(shipped("S3b").clauses) == 33
    assert len(kept_by_rules("S3b")) == 31
