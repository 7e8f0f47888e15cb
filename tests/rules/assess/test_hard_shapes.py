"""Shapes that are hard to say and common in real policies, numbered as in the study of them."""

from datetime import timedelta

import pytest

from kept.rules.assess import (
    AmountState,
    ClockState,
    CounterState,
    GateState,
    RemedyState,
    TermState,
)
from kept.rules.assess.schedules import PeriodState
from kept.rules.facts import Truth
from tests.rules.assess.paper import worked
from tests.rules.assess.scene import case, fact, when

REQUEST = fact("request.received", "2026-03-02 10:00", known="2026-03-02 10:00")
FREE = "  free: {form: term, name: F, source: X-1, start: equipment.accepted, length: 1 year}\n"
NEW = {"equipment__accepted": when("2026-01-10 00:00")}
OLD = {"equipment__accepted": when("2024-01-10 00:00")}


def clock(name, start, stop, limit, source, **more):
    lines = {"start": start, "stop": stop, "limit": limit, "calendar": "elapsed", **more}
    body = "".join(f"    {key}: {value}\n" for key, value in lines.items())
    return f"  {name}:\n    form: clock\n    name: {name}\n    source: {source}\n{body}"


def by_fault(first, second):
    return f"{{by: level.fault, cells: {{1: {first}, 2: {second}}}}}"


def rules(*parts):
    return "rules:\n" + "".join(parts)


# 1. a grade changes by time, by breach or by customer inaction
GRADES = """
levels:
  fault:
    name: Fault
    grades:
      1:
        name: one
        when: {any: [{clock.fix: broken}, {elapsed: {from: request.received, more_than: 6 h}}]}
      2: {name: two, otherwise: yes}
""" + rules(
    clock(
        "fix",
        "request.received",
        "service.restored",
        "{by: level.fault, cells: {1: 1 h, 2: 4 h}}",
        "X-1",
    ),
    clock(
        "boss",
        "request.received",
        "customer.told",
        "{by: level.fault, cells: {1: 5 h, 2: 9 h}}",
        "X-2",
    ),
)


def test_shape_1_a_breach_raises_the_grade_and_a_reason_lowers_it():
    silent = fact(
        "case.graded", "2026-03-02 14:30", by="Wu Min", level="fault", grade="2", reason="no access"
    )

    broken = worked(GRADES, case(REQUEST), "2026-03-02 14:10")
    lowered = worked(GRADES, case(REQUEST, silent), "2026-03-02 14:40")

    assert broken.grades[0].value == "1"
    assert broken.clock("boss").due_at == when("2026-03-02 15:00")
    assert lowered.grades[0].value == "2"
    assert lowered.clock("boss").due_at == when("2026-03-02 19:00")
    assert lowered.clock("fix").broken_at == when("2026-03-02 14:00")


# 2. who pays depends on a cause that is found later, and turns again
PAYS = rules(
    FREE,
    "  pays:\n    form: cost\n    name: P\n    cases:\n"
    "      - {source: X-2, when: {cause: [our_guidance]}, pays: {all: provider}}\n"
    "      - {source: X-3, when: {cause: [improper_use]}, pays: {all: customer}}\n"
    "      - {source: X-4, when: {term.free: active}, pays: {all: provider}}\n"
    "      - {source: X-5, pays: {all: customer}}\n",
)


def test_shape_2_the_payer_follows_the_cause_and_both_views_stay():
    misuse = fact("cause.found", "2026-03-02 12:00", known="2026-03-02 12:00", cause="improper_use")
    ours = fact("cause.found", "2026-03-03 12:00", known="2026-03-03 12:00", cause="our_guidance")
    facts = case(REQUEST, misuse, ours, **NEW)

    def payer(at, known):
        return worked(PAYS, known, at).cost("parts").payer

    assert payer("2026-03-02 11:00", case(REQUEST, **NEW)) is None
    assert payer("2026-03-02 13:00", facts.known_by(when("2026-03-02 13:00"))) == "customer"
    assert payer("2026-03-03 13:00", facts) == "provider"


TIERS = "{by: level.tier, cells: {A: 1 h, B: 2 h}}"


# 3. a missing table, and two kinds of levels that are not the same
def test_shape_3_an_unset_cell_is_measured_and_letters_are_not_numbers():
    policy = """
levels:
  fault:
    name: F
    grades: {1: {name: one, when: {service_down: yes}}, 2: {name: two, otherwise: yes}}
  tier: {name: T, from: contract.service_tier, grades: {A: {name: A}, B: {name: B}}}
""" + rules(
        clock(
            "by_level",
            "request.received",
            "response.given",
            "{by: level.fault, cells: {1: unset, 2: unset}}",
            "X-1",
        ),
        clock(
            "by_tier",
            "request.received",
            "reply.given",
            "{by: level.tier, cells: {A: 1 h, B: 2 h}}",
            "X-2",
        ),
    )
    down = fact("request.received", "2026-03-02 10:00", service_down=True)

    found = worked(policy, case(down, contract__service_tier="B"), "2026-04-02 10:00")

    assert found.clock("by_level").state is ClockState.UNSET
    assert found.clock("by_tier").broken_at == when("2026-03-02 12:00")


# 4. a breach gives a right, its use a cost, its invoice a claim
RIGHT = rules(
    clock("visit", "request.received", "visit.arrived", "3 h", "X-1"),
    "  hire:\n    form: remedy\n    name: H\n    source: X-2\n    when: {clock.visit: broken}\n"
    "    chooser: customer\n    options: {third: {name: third party}}\n",
    "  invoice:\n    form: amount\n    name: I\n    source: X-3\n    what: reimbursement\n"
    "    when: {remedy.hire: chosen}\n    formula: claimed\n    from: provider\n    to: customer\n"
    "    claim: {within: 30 days, of: {chosen: hire}}\n    decided_by: manager\n",
)


def test_shape_4_breach_right_invoice_claim():
    chosen = fact("remedy.chosen", "2026-03-02 14:00", remedy="hire")
    claim = fact("claim.made", "2026-03-10 10:00", claim="invoice", amount=900)

    before = worked(RIGHT, case(REQUEST), "2026-03-02 12:00")
    after = worked(RIGHT, case(REQUEST, chosen, claim), "2026-03-11 10:00")

    assert (before.remedies, before.amounts) == ((), ())
    assert after.remedies[0].state is RemedyState.CHOSEN
    assert after.amounts[0].state is AmountState.CLAIMED


# 5. a term grows by stops, above a threshold only, and the stop that straddles its end
def test_shape_5_a_stop_that_straddles_the_end_counts_in_full():
    policy = rules(
        "  free:\n    form: term\n    name: F\n    source: X-1\n    start: equipment.accepted\n"
        "    length: 1 year\n"
        "    extend: [{from: stop.began, until: stop.ended, at_least: 2 days}]\n"
    )
    facts = case(
        fact("stop.began", "2026-05-01 00:00", id="a"),
        fact("stop.ended", "2026-05-02 00:00", id="b"),
        fact("stop.began", "2027-01-09 00:00", id="c"),
        fact("stop.ended", "2027-01-12 00:00", id="d"),
        **NEW,
    )

    assert worked(policy, facts, "2027-02-01 00:00").terms[0].end == when("2027-01-13 00:00")


# 6. the earliest of dates and hours, a cap, a swap, a void, a transfer: see test_terms
def test_shape_6_the_first_of_dates_and_hours_under_a_cap():
    policy = rules(
        "  hours: {form: measure, name: H, source: X-1, reading: equipment.operating_hours}\n"
        "  w:\n    form: term\n    name: W\n    source: X-2\n    start: equipment.installed\n"
        "    length: 1 year\n    end: {reaches: measure.hours, at_least: 2400}\n"
        "    at_most: {after: 18 months, of: equipment.shipped}\n    void: fact.tampered\n",
    )
    policy = "events: {fact.tampered: {name: tampered with}}\n" + policy
    about = {
        "equipment__shipped": when("2025-01-01 00:00"),
        "equipment__installed": when("2026-01-01 00:00"),
    }
    read = fact("reading.taken", "2026-04-01 00:00", equipment__operating_hours=2500)

    def term(*facts):
        return worked(policy, case(*facts, **about), "2026-05-01 00:00").terms[0]

    assert (term().end, term().ended_by) == (when("2026-07-01 00:00"), "cap")
    assert (term(read).end, term(read).ended_by) == (read.at, "end")
    tampered = fact("fact.tampered", "2026-03-01 00:00")
    assert (term(read, tampered).ended_by, term(tampered).state) == ("void", TermState.ENDED)


# 7. so many failed repairs of the same problem, in a window
COUNT = rules(
    "  failed:\n    form: counter\n    name: C\n    source: X-1\n"
    "    counts: {event: repair.closed, where: {result: failed}}\n    per: problem\n"
    "    within: 6 months\n    reach: 3\n"
)


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        (["2025-12-01", "2026-01-10", "2026-02-01"], CounterState.REACHED),
        (["2025-07-20", "2026-01-10", "2026-02-01"], CounterState.BELOW),
    ],
)
def test_shape_7_three_of_the_same_problem_within_six_months(dates, state):
    request = fact("request.received", "2025-07-01 10:00", problem="E17")
    failed = [fact("repair.closed", f"{d} 10:00", problem="E17", result="failed") for d in dates]
    other = fact("repair.closed", "2026-02-02 10:00", problem="fan", result="failed")
    known = fact("request.described", "2026-02-03 10:00", problem="E17")

    found = worked(COUNT, case(request, *failed, other, known), "2026-03-01 00:00")

    assert found.counters[0].state is state


NOON = "next working day 12:00"


# 8. two calendars in one policy, a short Friday, a fixed time of day
def test_shape_8_two_clocks_of_one_case_run_on_different_calendars():
    policy = (
        "calendars:\n"
        '  office: {name: O, weekly: {mon-thu: ["09:00-17:00"], fri: ["09:00-15:00"]}}\n'
        + rules(
            clock("phone", "request.received", "response.given", "4 h", "X-1"),
            clock("visit", "request.received", "visit.arrived", "4 h", "X-2", calendar="office"),
            clock(
                "note",
                "request.received",
                "customer.told",
                "next working day 12:00",
                "X-3",
                calendar="office",
            ),
        )
    )
    friday = fact("request.received", "2026-03-06 14:00")

    found = worked(policy, case(friday), "2026-03-06 14:00")

    assert found.clock("phone").due_at == when("2026-03-06 18:00")
    assert found.clock("visit").due_at == when("2026-03-09 12:00")
    assert found.clock("note").due_at == when("2026-03-09 12:00")


# 9. chained to an event in between, started by an appointment, given up by the customer
AGREED = "{time_in: visit.agreed, field: agreed_at}"
CHAIN = "events: {visit.cancelled: {name: cancelled by the customer}}\n" + rules(
    clock("loaner", "{becomes: {clock.repair: broken}}", "spare.received", "8 h", "X-1"),
    clock("repair", "visit.arrived", "service.restored", "24 h", "X-2"),
    clock(
        "visit",
        "{time_in: visit.agreed, field: agreed_at}",
        "visit.arrived",
        "on time",
        "X-3",
        waived_by="visit.cancelled",
    ),
)


def test_shape_9_chains_appointments_and_waivers():
    agreed = fact("visit.agreed", "2026-03-02 11:00", agreed_at=when("2026-03-03 09:00"))
    arrived = fact("visit.arrived", "2026-03-03 08:50")
    cancelled = fact("visit.cancelled", "2026-03-02 20:00")

    waiting = worked(CHAIN, case(REQUEST, agreed), "2026-03-02 12:00")
    broken = worked(CHAIN, case(REQUEST, agreed, arrived), "2026-03-04 10:00")
    waived = worked(CHAIN, case(REQUEST, agreed, cancelled), "2026-03-03 10:00")

    assert waiting.clock("loaner").state is ClockState.NOT_STARTED  # it may never start
    assert broken.clock("visit").state is ClockState.MET
    assert broken.clock("loaner").due_at == when("2026-03-04 16:50")
    assert waived.clock("visit").state is ClockState.ENDED


MOVED = CHAIN.replace(
    "start: {time_in: visit.agreed, field: agreed_at}",
    "start: {one_of: [{time_in: visit.moved, field: agreed_at}, "
    "{time_in: visit.agreed, field: agreed_at}]}",
).replace("events: {", "events: {visit.moved: {name: moved}, ")


@pytest.mark.parametrize(("more", "due"), [([], "03 09:00"), (["2026-03-03 08:00"], "04 09:00")])
def test_shape_9_an_appointment_may_come_from_either_of_two_facts(more, due):
    """Who comes before the agreed time has kept it, whichever fact named it."""
    agreed = fact("visit.agreed", "2026-03-02 11:00", agreed_at=when("2026-03-03 09:00"))
    moved = [fact("visit.moved", at, agreed_at=when("2026-03-04 09:00")) for at in more]
    arrived = fact("visit.arrived", f"2026-03-{due[:2]} 08:50")

    visit = worked(MOVED, case(REQUEST, agreed, *moved, arrived), "2026-03-05 10:00").clock("visit")

    assert visit.due_at == when(f"2026-03-{due}")
    assert visit.state is ClockState.MET


# 10. payment first, and whose delay it is
PAY = rules(
    FREE,
    "  gate:\n    form: gate\n    name: G\n    source: X-2\n    when: {term.free: ended}\n"
    "    step: repair.started\n    needs: [{when: {happened: payment.received}}]\n",
    clock("repair", "request.received", "repair.finished", "24 h", "X-3") + "    pauses:\n"
    "      - {from: quote.sent, until: payment.received, when: {term.free: ended}}\n",
)


def test_shape_10_waiting_for_the_money_is_not_our_delay():
    sent = fact("quote.sent", "2026-03-02 12:00")
    paid = fact("payment.received", "2026-03-05 12:00")
    early = fact("repair.started", "2026-03-03 12:00")

    waiting = worked(PAY, case(REQUEST, sent, **OLD), "2026-03-04 12:00")
    free = worked(PAY, case(REQUEST, sent, **NEW), "2026-03-04 12:00")
    later = worked(PAY, case(REQUEST, sent, early, paid, **OLD), "2026-03-05 13:00")

    assert (waiting.clock("repair").state, waiting.gates[0].state) == (
        ClockState.PAUSED,
        GateState.CLOSED,
    )
    assert free.clock("repair").state is ClockState.BROKEN
    assert later.clock("repair").due_at == when("2026-03-06 10:00")
    assert [p.fact for p in later.gates[0].passed] == [early.id]


# 11. who pays, by component, by mode and by time of day
MATRIX = 'calendars:\n  day: {name: D, weekly: {mon-fri: ["08:00-18:00"]}}\n' + rules(
    FREE,
    "  pays:\n    form: cost\n    name: P\n    cases:\n"
    "      - source: X-2\n        when: {mode: return}\n"
    "        pays: {freight_in: customer, freight_out: provider}\n"
    "      - source: X-3\n        when: {calendar.day: closed, at: request.received}\n"
    "        pays: {labour: customer}\n"
    "      - {source: X-4, when: {term.free: active}, pays: {all: provider}}\n",
)


@pytest.mark.parametrize(("at", "labour"), [("10:00", "provider"), ("20:00", "customer")])
def test_shape_11_the_payer_by_component_mode_and_time(at, labour):
    request = fact("request.received", f"2026-03-02 {at}", mode="return")

    found = worked(MATRIX, case(request, **NEW), "2026-03-03 12:00")

    payers = [found.cost(c).payer for c in ("freight_in", "freight_out", "parts", "labour")]
    assert payers == ["customer", "provider", "provider", labour]


# 12. what can be chosen shrinks with age; what is refunded too
def test_shape_12_a_refund_less_by_every_day():
    policy = rules(
        "  refund:\n    form: amount\n    name: R\n    source: X-1\n    what: refund\n"
        "    formula:\n      times:\n        - equipment.price\n"
        "        - {minus: [1, {times: [0.001, {days: {from: equipment.purchased}}]}]}\n"
        "    from: provider\n    to: customer\n"
    )
    about = {"equipment__price": 1000, "equipment__purchased": when("2026-03-01 00:00")}

    (amount,) = worked(policy, case(REQUEST, **about), "2026-03-11 00:00").amounts

    assert amount.value == 990


# 13. uptime without announced maintenance: see test_worked_evaluations and test_measures
def test_shape_13_maintenance_counts_only_so_far_as_it_was_announced_and_within_its_quota():
    policy = """
facts:
  announced_ahead: {type: duration, name: announced ahead}
""" + rules(
        "  down:\n    form: measure\n    name: D\n    source: X-1\n"
        "    intervals: {from: interruption.began, until: interruption.ended, at_least: 5 min}\n"
        "    exclude:\n      - {from: maintenance.began, until: maintenance.ended, "
        "when: {announced_ahead: {at_least: 7 days}}, at_most: 4 h, per: quarter}\n"
        "    window: month\n    unit: hour\n"
    )

    def down(ahead):
        facts = [
            fact("interruption.began", "2026-03-05 00:00"),
            fact("maintenance.began", "2026-03-05 00:00", announced_ahead=ahead),
            fact("maintenance.ended", "2026-03-05 06:00"),
            fact("interruption.ended", "2026-03-05 06:00"),
        ]
        return worked(policy, case(REQUEST, *facts), "2026-03-20 00:00").measures[0].value

    assert (down("8 days"), down("2 days")) == (2, 6)


# 14. several sources: the longest counts
def test_shape_14_the_longest_of_five_sources_and_who_says_so():
    policy = rules(
        "  free:\n    form: term\n    name: F\n    start: equipment.accepted\n    length:\n"
        "      longest_of:\n        - {from: equipment.statutory_warranty, source: X-1}\n"
        "        - {from: equipment.maker_warranty, source: X-2}\n"
        "        - {from: contract.warranty, source: X-3}\n"
        "        - {from: contract.special_warranty, source: X-4}\n"
        "        - {is: 1 year, source: X-5}\n"
    )
    about = {"equipment__maker_warranty": "18 months", "contract__warranty": "24 months"}

    line = worked(policy, case(REQUEST, **NEW, **about), "2026-03-03 00:00").terms[0]

    assert (line.end, line.length_source) == (when("2028-01-10 00:00"), "contract.warranty")
    assert line.reason.clauses == ("X-3",)


PRECEDENCE = rules(
    "  usual:\n    form: cost\n    name: U\n    cases:\n"
    "      - {source: X-1, pays: {all: provider}}\n",
    "  special:\n    form: cost\n    name: S\n    cases:\n"
    "      - {source: X-2, when: {customer.key: no}, pays: {parts: customer}}\n",
    "  order: {form: precedence, name: O, source: X-3, rules: [special, usual], "
    "ranks: [contract, statute], version_by: equipment.accepted}\n",
)


@pytest.mark.parametrize(("key", "payer"), [(False, "customer"), (True, "provider")])
def test_shape_14_a_special_rule_comes_before_the_usual_one(key, payer):
    found = worked(PRECEDENCE, case(REQUEST, customer__key=key, **NEW), "2026-03-03 00:00")

    assert (found.cost("parts").payer, found.cost("labour").payer) == (payer, "provider")


# 15. news every thirty minutes while it is open
def test_shape_15_a_duty_that_repeats_while_the_case_is_open():
    policy = rules(
        clock(
            "news",
            "request.received",
            "customer.told",
            "30 min",
            "X-1",
            repeat="after stop",
            until="service.restored",
        )
    )
    told = [fact("customer.told", f"2026-03-02 10:{minute}") for minute in (20, 45)]

    lines = worked(policy, case(REQUEST, *told), "2026-03-02 10:50").clocks

    assert [line.due_at for line in lines] == [
        when("2026-03-02 10:30"),
        when("2026-03-02 10:50"),
        when("2026-03-02 11:15"),
    ]


# 16. the same expert each time, the maker's own people, a licence that is valid
def test_shape_16_who_may_do_it_the_next_time():
    policy = rules(
        "  who:\n    form: assignment\n    name: W\n    source: X-1\n    cases:\n"
        "      - {lead: expert, needs: [lift_licence], licence_valid: yes, from: manufacturer, "
        "same_as: inspection.completed}\n"
    )
    done = fact("inspection.completed", "2026-02-01 10:00", by="Li Na")

    (line,) = worked(policy, case(done, REQUEST), "2026-03-03 10:00").assignments

    assert (line.same_person, line.licence_valid, line.of) == ("Li Na", True, ("manufacturer",))


# 17. a rhythm that changes with age, tied to a term whose end moves
def test_shape_17_what_is_done_stays_done_when_the_end_moves():
    policy = rules(
        "  free:\n    form: term\n    name: F\n    source: X-1\n    start: equipment.accepted\n"
        "    length: 6 months\n    extend: [{from: stop.began, until: stop.ended}]\n",
        "  checks:\n    form: schedule\n    name: S\n    source: X-2\n"
        "    phases: [{for: 3 months, every: 1 month}, {every: 3 months}]\n"
        "    from: equipment.accepted\n    until: {end_of: free}\n    done: inspection.completed\n",
    )
    checks = [fact("inspection.completed", f"2026-0{m}-05 10:00") for m in (2, 3, 4)]
    stop = (fact("stop.began", "2026-04-20 00:00"), fact("stop.ended", "2026-07-29 00:00"))

    def periods(*facts, at):
        return worked(policy, case(*checks, *facts, **NEW), at).schedules[0].periods

    before = periods(at="2026-04-15 00:00")
    after = periods(*stop, at="2026-08-01 00:00")

    assert [p.state for p in before[:3]] == [PeriodState.DONE] * 3
    assert [(p.due_at, p.state) for p in after[:3]] == [(p.due_at, p.state) for p in before[:3]]
    assert len({p.due_at for p in after}) == len(after) > len(before[:4])


# 18. a refusal switches the cover off from then on
COVER = rules(
    "  cover:\n    form: cover\n    name: C\n    cases:\n"
    "      - {is: in, source: X-1, name: repair}\n"
    "      - {is: out, source: X-2, name: refused, "
    "when: {happened: improvement.refused, at: fault.started}}\n",
    clock("talk", "{becomes: {cover.cover: out}}", "customer.told", "8 h", "X-3"),
)


@pytest.mark.parametrize(
    ("refused", "inside"), [("2026-03-01 10:00", [False]), ("2026-03-02 09:30", [True])]
)
def test_shape_18_only_a_refusal_from_before_the_fault(refused, inside):
    facts = case(
        fact("fault.started", "2026-03-02 09:00"), fact("improvement.refused", refused), REQUEST
    )

    found = worked(COVER, facts, "2026-03-02 11:00")

    assert [line.inside for line in found.cover] == inside
    assert (found.clock("talk").started_at is not None) is (inside == [False])


# 19. judgement comes in as an event
def test_shape_19_cannot_be_repaired_in_a_short_time_is_somebodys_word():
    policy = "events: {repair.judged_long: {name: judged not to be quick}}\n" + rules(
        clock("spare", "repair.judged_long", "spare.received", "4 h", "X-1")
    )
    judged = fact("repair.judged_long", "2026-03-02 11:00", by="Wu Min", reason="pump gone")

    assert worked(policy, case(REQUEST), "2026-03-02 12:00").clock("spare").started_at is None
    assert worked(policy, case(REQUEST, judged), "2026-03-02 12:00").clock("spare").due_at == (
        when("2026-03-02 15:00")
    )


# 20. at once
def test_shape_20_at_once_is_measured_until_the_owner_says_what_counts():
    def line(limit, *facts):
        policy = rules(clock("pick_up", "contact.received", "contact.answered_live", limit, "X-1"))
        return worked(policy, case(*facts), "2026-03-02 14:20").clock("pick_up")

    call = fact("contact.received", "2026-03-02 14:00", known="2026-03-02 14:20")
    answered = fact("contact.answered_live", "2026-03-02 14:00")

    assert line("immediately", call).state is ClockState.UNSET
    assert line("{is: immediately, tolerance: 60 s}", call).broken_at == (
        call.at + timedelta(seconds=60)
    )
    assert line("{is: immediately, tolerance: 60 s}", call, answered).state is ClockState.MET


def test_unknown_is_never_no():
    """What nobody has said leaves everything possible, in every form that asks."""
    policy = rules(
        FREE,
        "  r: {form: remedy, name: R, source: X-2, when: {cause: quality}, chooser: customer, "
        "options: {a: {name: a}}}\n",
        "  c:\n    form: cover\n    name: C\n    cases:\n"
        "      - {is: out, source: X-3, name: o, when: {cause: wear}}\n",
    )

    found = worked(policy, case(REQUEST, **NEW), "2026-03-02 11:00")

    assert found.remedies[0].state is RemedyState.POSSIBLE
    assert [line.truth for line in found.cover] == [Truth.UNKNOWN]
    assert found.absent == ()
