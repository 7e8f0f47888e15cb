"""What `kept check` finds when it looks at how the rules of a policy stand to one another."""

from __future__ import annotations

import pytest

from kept.rules.policy import Finding, check, load
from tests.rules.policy.texts import CALENDARS, HEAD

MANY = "".join(f"  D-{n}: {{en: Clause {n}., zh-Hans: 第{n}条。}}\n" for n in range(1, 6))
COSTS = "form: cost, name: {en: Costs, zh-Hans: 费用}"
COVER = "form: cover, name: {en: Cover, zh-Hans: 保障}"
CLOCK = "form: clock, name: {en: Answer, zh-Hans: 答复}, start: request.received, calendar: elapsed"
TERM = "form: term, name: {en: Warranty, zh-Hans: 质保}"
WARRANTY = f"free: {{{TERM}, source: D-5, start: equipment.accepted, length: 1 year}}"
NAME = "name: {en: Rule, zh-Hans: 规则}"


def found(*rules: str, more: str = "", clauses: str = MANY) -> list[Finding]:
    """Return what is found about rules, without what is found about their clauses."""
    lines = "".join(f"  {rule}\n" for rule in rules)
    text = f"{HEAD}{CALENDARS.replace('D-2', 'D-5')}{more}clauses:\n{clauses}rules:\n{lines}"
    return [f for f in check(load(text, file="x")) if not f.code.startswith("clause-")]


def codes(*rules: str, more: str = "", clauses: str = MANY) -> list[str]:
    return [finding.code for finding in found(*rules, more=more, clauses=clauses)]


def costs(*cases: str) -> str:
    return f"pays: {{{COSTS}, cases: [{', '.join(cases)}]}}"


def test_an_exception_above_the_general_case_is_no_conflict():
    special = "{source: D-1, when: {cause: misuse_of_it}, pays: {all: customer}}"
    facts = "facts: {misuse_of_it: {type: yes_no, name: {en: m, zh-Hans: 误}}}\n"
    special = special.replace("cause: misuse_of_it", "misuse_of_it: yes")

    assert codes(costs(special, "{source: D-2, pays: {all: provider}}"), more=facts) == []


def test_a_case_below_the_general_one_is_never_reached():
    general = "{source: D-1, pays: {all: provider}}"
    special = "{source: D-2, when: {cause: negligence}, pays: {parts: customer}}"

    (finding,) = found(costs(general, special))

    assert finding.code == "case-unreachable"
    assert finding.clauses == ("D-2", "D-1")


def test_a_case_for_another_component_is_reached():
    general = "{source: D-1, pays: {labour: provider}}"
    special = "{source: D-2, when: {cause: negligence}, pays: {parts: customer}}"

    assert "case-unreachable" not in codes(costs(general, special))


def test_a_narrower_cause_is_taken_by_the_wider_one_above():
    wide = "{source: D-1, when: {cause: quality}, pays: {all: provider}}"
    narrow = "{source: D-2, when: {cause: material}, pays: {all: customer}}"

    assert "case-unreachable" in codes(costs(wide, narrow))
    assert "case-unreachable" not in codes(costs(narrow, wide))


def test_two_cases_that_may_both_hold_are_told_with_the_winner():
    one = "{source: D-1, when: {cause: negligence}, name: {en: careless}, pays: {parts: customer}}"
    two = "{source: D-2, when: {emergency: yes}, name: {en: urgent}, pays: {parts: provider}}"

    finding = next(f for f in found(costs(one, two)) if f.code == "two-payers-by-order")

    assert finding.clauses == ("D-1", "D-2")
    assert "careless stands first and wins" in finding.sentence()


def test_a_reading_of_both_clauses_settles_it():
    one = "{source: D-1, when: {cause: negligence}, pays: {parts: customer}}"
    two = "{source: D-2, when: {emergency: yes}, pays: {parts: provider}}"
    reading = "readings: {R-1: {clauses: [D-1, D-2], en: x, zh-Hans: 读}}\n"

    assert "two-payers-by-order" not in codes(costs(one, two), more=reading)


def test_two_rules_with_different_payers_need_a_precedence():
    one = f"one: {{{COSTS}, cases: [{{source: D-1, pays: {{all: provider}}}}]}}"
    two = f"two: {{{COSTS}, cases: [{{source: D-2, pays: {{all: customer}}}}]}}"
    order = f"order: {{form: precedence, {NAME}, source: D-3, rules: [two, one]}}"

    assert codes(one, two) == ["two-payers"]
    assert codes(one, two, order) == []


def test_cases_that_exclude_each_other_are_no_conflict():
    one = "{source: D-1, when: {emergency: no}, pays: {parts: customer}}"
    two = "{source: D-2, when: {emergency: yes}, pays: {parts: provider}}"

    assert codes(costs(one, two)) == []


def test_the_smallest_missing_combination_of_payers_is_named():
    one = "{source: D-1, when: {term.free: active}, pays: {parts: provider}}"
    two = "{source: D-2, when: {term.free: ended, emergency: yes}, pays: {parts: customer}}"
    before = "{source: D-3, when: {term.free: not_started}, pays: {parts: customer}}"

    (finding,) = found(costs(one, two, before), WARRANTY)

    assert finding.code == "payer-gap"
    assert "Warranty = over, emergency = no" in finding.sentence()
    assert "质保 = 已结束" in finding.sentence("zh-Hans")


def cover(*cases: str) -> str:
    return f"cover: {{{COVER}, cases: [{', '.join(cases)}]}}"


IN = "{is: in, source: D-1, name: {en: in, zh-Hans: 保}, when: %s}"
OUT = "{is: out, source: D-2, name: {en: out, zh-Hans: 除外}, when: %s}"


@pytest.mark.parametrize(
    ("inside", "outside", "code"),
    [
        ("{emergency: yes}", "{cause: negligence}", "cover-in-and-out"),
        ("{cause: material}", "{cause: quality}", "cover-never-in"),
        ("{cause: quality}", "{cause: quality}", "cover-never-in"),
        ("{cause: quality}", "{cause: material}", None),
        ("{cause: quality}", "{cause: negligence}", None),
    ],
)
def test_in_and_out(inside, outside, code):
    sides = ("cover-in-and-out", "cover-never-in")
    told = [c for c in codes(cover(IN % inside, OUT % outside)) if c in sides]

    assert told == ([code] if code else [])


def test_an_exclusion_without_condition_is_blank():
    blank = "{is: out, source: D-2, name: {en: out, zh-Hans: 除外}}"

    assert "condition-blank" in codes(cover(IN % "{emergency: yes}", blank))


def test_a_cover_gap_is_a_note():
    told = codes(cover(IN % "{emergency: yes}", OUT % "{emergency: no, cause: negligence}"))

    assert told == ["cover-gap"]


@pytest.mark.parametrize(
    "when",
    [
        "{all: [{emergency: yes}, {emergency: no}]}",
        "{all: [{cause: material}, {cause: {not: quality}}]}",
        "{all: [{cause: quality}, {cause: unknown}]}",
        "{all: [{site.distance_km: {at_least: 50}}, {site.distance_km: {less_than: 50}}]}",
        "{all: [{calendar.elapsed: open}, {calendar.elapsed: closed}]}",
        "{all: [{happened: visit.arrived}, {not: {happened: visit.arrived}}]}",
    ],
)
def test_a_condition_that_contradicts_itself(when):
    clock = f"c: {{{CLOCK}, source: D-1, stop: response.given, limit: 2 h, when: {when}}}"

    assert "condition-never-holds" in codes(clock)


@pytest.mark.parametrize(
    "when",
    [
        "{all: [{site.distance_km: {at_least: 50}}, {site.distance_km: {at_most: 50}}]}",
        "{all: [{cause: quality}, {cause: {not: material}}]}",
        "{all: [{calendar.elapsed: open}, {calendar.elapsed: day_off}]}",
        "{any: [{emergency: yes}, {emergency: no}]}",
    ],
)
def test_a_condition_that_can_hold_or_fail(when):
    clock = f"c: {{{CLOCK}, source: D-1, stop: response.given, limit: 2 h, when: {when}}}"

    assert {"condition-never-holds", "condition-says-nothing"}.isdisjoint(codes(clock))


def test_a_condition_that_always_holds():
    when = "{any: [{emergency: [yes, no]}, {emergency: unknown}]}"
    clock = f"c: {{{CLOCK}, source: D-1, stop: response.given, limit: 2 h, when: {when}}}"

    assert "condition-says-nothing" in codes(clock)


def test_a_part_that_contradicts_its_rule():
    option = "a: {name: {en: a, zh-Hans: 甲}, when: {emergency: no}}"
    other = "b: {name: {en: b, zh-Hans: 乙}}"
    remedy = "form: remedy, chooser: customer, when: {emergency: yes}, source: D-1"

    assert codes(f"r: {{{remedy}, {NAME}, options: {{{option}, {other}}}}}") == [
        "condition-never-holds"
    ]
    assert "remedy-without-choice" in codes(f"r: {{{remedy}, {NAME}, options: {{{option}}}}}")


def test_a_remedy_that_closes_with_what_opens_it():
    when = "when: {happened: repair.closed}, until: repair.closed"
    option = "options: {a: {name: {en: a, zh-Hans: 甲}}}"

    told = codes(f"r: {{form: remedy, {NAME}, source: D-1, chooser: customer, {when}, {option}}}")

    assert told == ["remedy-without-choice"]


def clock(key: str, source: str, limit: str, more: str = "") -> str:
    return f"{key}: {{{CLOCK}, source: {source}, stop: visit.arrived, limit: {limit}{more}}}"


def test_two_promises_whose_cases_overlap():
    urgent, near = ", when: {emergency: yes}", ", when: {site.city: {same_as: office.city}}"

    assert "two-promises" in codes(clock("a", "D-1", "2 h", urgent), clock("b", "D-2", "4 h", near))
    assert "two-promises" not in codes(clock("a", "D-1", "2 h", urgent), clock("b", "D-2", "4 h"))


def test_the_same_rule_twice():
    assert codes(clock("a", "D-1", "2 h"), clock("b", "D-2", "2 h")) == ["rule-twice"]


def test_a_promise_gap_names_what_nobody_promises():
    (finding,) = found(clock("a", "D-1", "2 h", ", when: {emergency: yes}"))

    assert finding.code == "promise-gap"
    assert "emergency = no" in finding.sentence()


def test_two_terms_that_give_the_same():
    other = f"more: {{{TERM}, source: D-1, start: equipment.final_accepted, length: 1 year}}"
    reading = "readings: {R-1: {clauses: [D-1, D-5], en: x, zh-Hans: 读}}\n"

    assert codes(WARRANTY, other) == ["two-terms"]
    assert codes(WARRANTY, other, more=reading) == []
    assert codes(WARRANTY, other.replace("Warranty", "Extra")) == []
    assert codes(WARRANTY, other.replace("equipment.final_accepted", "{end_of: free}")) == []


def test_two_remedies_with_different_choosers():
    option = "options: {a: {name: {en: a, zh-Hans: 甲}}}"
    mine = f"m: {{form: remedy, {NAME}, source: D-1, chooser: customer, {option}}}"
    ours = f"o: {{form: remedy, {NAME}, source: D-2, chooser: provider, {option}}}"
    urgent = ours.replace("source", "when: {emergency: yes}, source")
    calm = mine.replace("source", "when: {emergency: no}, source")

    assert codes(mine, ours) == ["two-choosers"]
    assert codes(mine, urgent) == ["two-choosers"]
    assert codes(calm, urgent) == []


GATE = f"gate: {{form: gate, {NAME}, source: D-2, step: goods.returned_shipped, needs: [%s]}}"
BACK = (
    "back: {form: clock, name: {en: Back, zh-Hans: 寄回}, source: D-1, limit: 1 week, "
    "start: goods.received_for_repair, stop: goods.returned_shipped, calendar: elapsed%s}"
)
PAID = "{when: {happened: payment.received}}"


def test_a_gate_that_waits_for_the_customer_while_the_clock_runs():
    pause = ", pauses: [{from: repair.finished, until: payment.received}]"

    assert codes(GATE % PAID, BACK % "") == ["gate-against-clock"]
    assert codes(GATE % PAID, BACK % pause) == []
    assert codes(GATE % "{when: {happened: repair.finished}}", BACK % "") == []


def test_a_gate_that_never_opens():
    itself = "{when: {happened: goods.returned_shipped}}"
    two = "{when: {emergency: yes}}, {when: {emergency: no}}"

    assert codes(GATE % itself) == ["gate-never-opens"]
    assert codes(GATE % two) == ["gate-never-opens"]
    assert codes(GATE % "{when: {emergency: yes}}") == []


def test_counters():
    rule = f"c: {{form: counter, {NAME}, source: D-1, counts: %s}}"

    assert codes(rule % "repair.closed, consecutive: repair.closed") == ["counter-never-reached"]
    assert codes(rule % "repair.closed, reach: 0") == ["counter-reached-at-once"]
    assert codes(rule % "repair.closed, reach: 1") == []


def test_duties_that_nobody_can_do():
    rule = f"d: {{form: duty, {NAME}, source: D-1, opens: request.received, done: %s}}"

    assert codes(rule % "customer.told, lapses: request.received") == ["duty-cannot-be-done"]
    assert codes(rule % "customer.told, contents: [equipment.price]") == ["duty-cannot-be-done"]
    assert codes(rule % "customer.told, contents: [reason]") == []


def test_a_schedule_without_rhythm_is_unset_and_no_mistake():
    rule = f"s: {{form: schedule, {NAME}, source: D-1, done: inspection.completed, every: %s}}"

    assert codes(rule % "unset") == ["value-unset"]
    assert codes(rule % "1 month, from: equipment.accepted") == []


def test_words_without_a_measure_in_any_form():
    said = MANY.replace("Clause 1.", "We inspect regularly.")
    rule = f"d: {{form: duty, {NAME}, source: D-1, opens: request.received, done: customer.told}}"
    reading = "readings: {R-1: {clauses: [D-1], en: x, zh-Hans: 读}}\n"

    assert codes(rule, clauses=said) == ["word-without-number"]
    assert codes(rule, clauses=said, more=reading) == []


def test_values_left_out():
    open_end = f"t: {{{TERM}, source: D-1, start: equipment.accepted, length: unset}}"

    assert codes(open_end) == ["value-unset"]
    assert codes(clock("a", "D-1", "unset")) == ["value-unset"]


def test_a_row_of_numbers_below_one_that_fits():
    table = "{by: emergency, cells: {'*': 1, yes: 2}}"
    rule = f"c: {{form: counter, {NAME}, source: D-1, counts: repair.closed, reach: {table}}}"

    assert codes(rule) == ["number-row-unreachable"]


# --- accepted findings -------------------------------------------------------------------------

ACCEPTED = (
    "accepted: [{finding: %s, clauses: %s, en: We know., zh-Hans: 已知悉。, decided_by: Wu Min, "
    "decided_on: 2026-02-01}]\n"
)
TWICE = (clock("a", "D-1", "2 h"), clock("b", "D-2", "2 h"))


def test_an_accepted_finding_is_shown_with_reason_and_name():
    (finding,) = found(*TWICE, more=ACCEPTED % ("rule-twice", "[D-2, D-1]"))

    assert finding.accepted is not None
    assert finding.accepted.decided_by == "Wu Min"
    assert finding.accepted.text["en"] == "We know."


@pytest.mark.parametrize(
    ("code", "clauses"), [("rule-twice", "[D-1]"), ("two-terms", "[D-1, D-2]")]
)
def test_what_fits_nothing_is_told(code, clauses):
    told = found(*TWICE, more=ACCEPTED % (code, clauses))

    assert {f.code: f.accepted for f in told} == {
        "rule-twice": None,
        "acceptance-of-nothing": None,
    }


def test_an_error_cannot_be_accepted():
    pause = ", pauses: [{from: waiting.began, until: waiting.ended}]"
    rule = clock("a", "D-1", "2 h", pause).replace("visit.arrived", "response.given")

    told = found(rule, more=ACCEPTED % ("pause-on-response", "D-1"))

    assert [f.code for f in told if f.accepted] == []
    assert {f.code for f in told} == {"pause-on-response", "acceptance-of-an-error"}


def test_grades_that_can_hold_together_are_told_once():
    facts = """\
facts:
  down: {type: yes_no, name: {en: down, zh-Hans: 停机}}
  leaking: {type: yes_no, name: {en: leaking, zh-Hans: 漏水}}
levels:
  fault:
    name: {en: Level, zh-Hans: 级别}
    grades:
      1: {name: {en: one, zh-Hans: 一}, source: D-1, when: {down: yes}}
      2: {name: {en: two, zh-Hans: 二}, source: D-2, when: {leaking: yes}}
      3: {name: {en: three, zh-Hans: 三}, source: D-3, when: {down: no, leaking: no}}
"""
    (finding,) = (f for f in found(WARRANTY, more=facts) if f.code == "grades-overlap")

    assert finding.clauses == ("D-1", "D-2")
    assert "1 / 2" in finding.sentence()


def test_a_limit_below_one_without_a_condition_is_never_reached():
    limit = "[{is: 2 h, when: {channel: telephone}}, {is: 1 h, when: {channel: telephone}}, 4 h]"

    assert codes(f"answer: {{{CLOCK}, source: D-1, stop: response.given, limit: {limit}}}") == [
        "case-unreachable"
    ]


def test_a_length_whose_condition_contradicts_itself_never_holds():
    never = "{all: [{cause: quality}, {not: {cause: quality}}]}"
    length = f"[{{is: 2 years, when: {never}}}, 1 year]"

    assert "condition-never-holds" in codes(
        f"free: {{{TERM}, source: D-5, start: equipment.accepted, length: {length}}}"
    )
