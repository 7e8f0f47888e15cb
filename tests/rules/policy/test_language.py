"""Every construct of docs/policy-language.md is read, and means what the page says."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, date, datetime, time

import pytest

from kept.rules.hours import Duration, Ends, FixedTime, OrdinalWorkingDay, Unit
from kept.rules.policy import check, forms, load, load_file
from kept.rules.policy.errors import Problems
from kept.rules.policy.forms import Form
from kept.rules.policy.model import (
    ALWAYS,
    AllOf,
    AnyOf,
    CellState,
    ClauseState,
    ClockRule,
    CostRule,
    CoverRule,
    Elapsed,
    Event,
    Happened,
    LengthFrom,
    Lengths,
    NoLength,
    Not,
    Op,
    Pick,
    Repeat,
    Several,
    Strength,
    TermEdge,
    TermRule,
    TimeIn,
    Warn,
)
from kept.rules.policy.model import (
    Test as Compared,
)
from kept.rules.policy.nodes import ListNode, MapNode, Node
from kept.rules.policy.text import read_nodes
from tests.rules.policy.texts import EVERYTHING, ROOT, clock_of, term_of

POLICY = load_file(EVERYTHING)
HOUR, MINUTE = Unit.HOUR, Unit.MINUTE


def test_the_small_policy_of_the_page_can_be_published():
    page = (ROOT / "docs/policy-language.md").read_text()
    text = re.search(r"```yaml\n(policy: DEMO.*?)```", page, re.DOTALL)
    assert text is not None

    policy = load(text[1], file="DEMO.policy.yaml")

    assert [clock.id for clock in policy.clocks] == ["answer"]
    assert [term.id for term in policy.terms] == ["free"]
    assert policy.clauses["D-3"].state is ClauseState.STATEMENT
    assert check(policy) == []


def test_the_file_with_everything_uses_every_key_of_the_language():
    used = _keys(read_nodes(EVERYTHING.read_text(), Problems("x")))
    every = {key for form in vars(forms).values() if isinstance(form, Form) for key in form.keys}

    assert every <= used


def _keys(node: Node) -> set[str]:
    if isinstance(node, MapNode):
        inner = (_keys(value) for _, value in node.entries)
        return {key.value for key, _ in node.entries}.union(*inner)
    if isinstance(node, ListNode):
        return set().union(*(_keys(part) for part in node.parts))
    return set()


def test_every_key_of_the_page_is_a_key_of_the_language():
    page = (ROOT / "docs/policy-language.md").read_text()
    clock_table = page.split("### clock")[1].split("### term")[0]
    named = set(re.findall(r"^\| `(\w+)`", clock_table, re.MULTILINE))

    assert named <= set(forms.CLOCK.keys)


class TestHead:
    def test_title_and_zone(self):
        assert POLICY.id == "ALL"
        assert POLICY.title["de"] == "Alles"
        assert POLICY.zone == "Asia/Shanghai"
        assert len(POLICY.sha256) == 64

    def test_standard_words_are_there_beside_its_own(self):
        assert POLICY.parties["guarantor"].name["en"] == "the bank"
        assert {"provider", "insurer"} <= POLICY.parties.keys()
        assert POLICY.channels["telephone"].calendar == "office"
        assert POLICY.channels["telephone"].name["en"] == "telephone"
        assert {"crane", "parts"} <= POLICY.components.keys()
        assert POLICY.prices["flat"].source == ("E-5",)

    def test_channels_are_the_choices_of_the_attribute(self):
        choices = {choice.key for choice in POLICY.attributes["channel"].choices}

        assert choices == set(POLICY.channels)

    def test_events_that_undo_others(self):
        assert POLICY.events["machine.restarted"].undone_by == "machine.failed_again"
        assert POLICY.events["service.restored"].undone_by == "case.reopened"


class TestFacts:
    def test_a_standard_attribute_takes_the_choices_of_the_file(self):
        choices = {c.key: c for c in POLICY.attributes["cause"].choices}

        assert list(choices) == ["quality", "material", "misuse", "nature"]
        assert choices["material"].name["en"] == "material defect"
        assert choices["material"].within == "quality"
        assert choices["nature"].within == "misuse"

    def test_its_own_come_first_in_the_order_of_the_file(self):
        assert list(POLICY.attributes)[:3] == ["basic_functions_lost", "cause", "impact"]

    def test_when_they_are_asked(self):
        assert POLICY.attributes["basic_functions_lost"].asked_at == "intake"
        assert POLICY.attributes["impact"].asked_at == ""


class TestClauses:
    @pytest.mark.parametrize(
        ("clause", "state", "form"),
        [
            ("E-1", ClauseState.RULE, ""),
            ("第15条", ClauseState.RULE, ""),
            ("E-16", ClauseState.STATEMENT, ""),
            ("E-17", ClauseState.STATEMENT, ""),
            ("E-18", ClauseState.UNSET, "schedule"),
            ("E-19", ClauseState.PENDING, "record"),
        ],
    )
    def test_state(self, clause, state, form):
        assert (POLICY.clauses[clause].state, POLICY.clauses[clause].form) == (state, form)

    def test_text_note_and_places(self):
        clause = POLICY.clauses["E-18"]

        assert clause.text == {"en": "Regular inspections.", "zh-Hans": "定期巡检。"}
        assert clause.note["en"] == "how often"
        assert clause.paper_line == 18
        assert clause.place is not None
        line = EVERYTHING.read_text().splitlines()[clause.place.line - 1]
        assert line.strip().startswith("E-18:")

    def test_readings_say_who_decided(self):
        reading = POLICY.readings["R-1"]

        assert reading.clauses == ("E-10", "E-11")
        assert (reading.decided_by, reading.decided_on) == ("Wu Min", date(2026, 2, 1))


class TestCalendars:
    def test_always(self):
        assert POLICY.calendars["elapsed"].spec.always_open
        assert POLICY.calendars["elapsed"].assumed == "R-1"

    def test_weekly_windows_dates_breaks_and_cut_off(self):
        office = POLICY.calendars["office"]

        assert [str(w) for w in office.spec.weekly[0]] == ["09:00-12:00", "13:30-18:00"]
        assert [str(w) for w in office.spec.weekly[5]] == ["22:00-06:00"]
        assert office.spec.weekly[6] == ()
        assert [(d.on, len(d.windows)) for d in office.spec.company] == [
            (date(2026, 12, 31), 0),
            (date(2026, 10, 10), 1),
        ]
        assert office.spec.breaks[0].on == date(2026, 3, 2)
        assert office.spec.cut_off == 12 * 3600
        assert (office.spec.country, office.spec.subdivision) == ("CN", None)

    def test_a_zone_of_the_case_is_compiled_in_the_zone_of_the_policy(self):
        assert POLICY.calendars["office"].zone == "site"
        assert POLICY.calendars["office"].spec.zone == "Asia/Shanghai"
        assert POLICY.calendars["bavaria"].spec.zone == "Europe/Berlin"
        assert POLICY.calendars["bavaria"].spec.subdivision == "BY"


class TestScales:
    def test_criteria_stand_worst_first(self):
        fault = POLICY.scales["level.fault"]

        assert [grade.key for grade in fault.grades] == ["1", "2", "3"]
        assert fault.grades[0].when == Compared("basic_functions_lost", Op.ONE_OF, (True,))
        assert fault.grades[1].source == ("E-8", "E-9")
        assert fault.grades[2].when is None
        assert (fault.graders, fault.see, fault.note["en"]) == (
            ("customer",),
            ("E-7",),
            "one is worst",
        )

    def test_a_criterion_with_time(self):
        condition = POLICY.scales["level.fault"].grades[1].when
        assert isinstance(condition, AnyOf)

        assert condition.parts[1] == Elapsed(
            Event("interruption.began"),
            Event("interruption.ended"),
            Op.MORE_THAN,
            Duration(10, MINUTE),
            "office",
        )

    def test_from_an_attribute_by_hand_and_by_a_matrix(self):
        assert POLICY.scales["level.tier"].attribute == "contract.service_tier"
        never = Not(ALWAYS)
        assert [g.when for g in POLICY.scales["level.by_hand"].grades] == [never, never]
        priority = POLICY.scales["level.priority"]
        assert priority.table_by == ("impact", "level.fault")
        cells = {keys: cell.grade for keys, cell in priority.table.items()}
        assert cells == {("high", "1"): "P1", ("high", "*"): "P2", ("*", "*"): "P3"}

    def test_zones(self):
        near, far, other = POLICY.scales["zone.distance"].grades

        assert near.when == Compared("site.city", Op.SAME_AS, ("office.city",))
        assert far.when == AllOf(
            (
                Compared("site.distance_km", Op.AT_LEAST, (50,)),
                Compared("site.distance_km", Op.LESS_THAN, (3000.5,)),
            )
        )
        assert other.when is None


class TestConditions:
    def test_every_line_of_a_mapping_must_hold(self):
        at = Event("request.received")
        answer = POLICY.rules["answer"]
        assert isinstance(answer, ClockRule)
        assert isinstance(answer.when, AllOf)
        lines = answer.when.parts

        assert lines[0] == Compared("emergency", Op.ONE_OF, (True,), at)
        assert lines[1] == AllOf(
            (
                Compared("cause", Op.KNOWN, (True,), at),
                Compared("cause", Op.NOT_ONE_OF, ("misuse",), at),
            )
        )
        assert lines[2] == Compared("contract.service_tier", Op.KNOWN, (True,), at)
        assert lines[4] == Compared("wear_limit", Op.AT_LEAST, ("2 hours",), at)
        day = datetime(2025, 12, 31, 16, tzinfo=UTC)  # 00:00 in Shanghai
        assert lines[5] == Compared("sold_on", Op.LESS_THAN, (day,), at)
        assert lines[6] == Compared("level.fault", Op.ONE_OF, ("1", "2"), at)
        assert lines[9] == Compared("clock.news", Op.NOT_ONE_OF, ("broken",), at)
        assert lines[-1] == Not(Happened(Event("customer.demanded_visit"), at))

    def test_unknown_is_a_value(self):
        impact = "facts: {impact: {type: one_of, name: x, choices: {high: {name: high}}}}\n"
        nobody = Compared("impact", Op.KNOWN, (False,))
        high = Compared("impact", Op.ONE_OF, ("high",))

        assert clock_of(impact, when="{impact: unknown}").when == nobody
        assert clock_of(impact, when="{impact: [high, unknown]}").when == AnyOf((high, nobody))

    def test_text_stays_what_it_looks_like(self):
        test = clock_of(when="{equipment.class: [no, 010, 12:30, 1e3]}").when

        assert test == Compared("equipment.class", Op.ONE_OF, ("no", "010", "12:30", "1e3"))


class TestEvents:
    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("request.received", Event("request.received")),
            ("equipment.accepted", Event("equipment.accepted")),
            (
                "{event: response.given, where: {clear: yes}}",
                Event("response.given", (Compared("clear", Op.ONE_OF, (True,)),)),
            ),
            (
                "{one_of: [notice.formal, request.received]}",
                Several(Pick.ONE_OF, (Event("notice.formal"), Event("request.received"))),
            ),
            ("{time_in: visit.agreed, field: agreed_at}", TimeIn("visit.agreed", "agreed_at")),
        ],
    )
    def test_forms(self, said, meant):
        assert clock_of(start=said).start == meant

    def test_edges_of_terms_and_moments_after_others(self):
        second, free = POLICY.rules["second"], POLICY.rules["free"]
        assert isinstance(second, TermRule)
        assert isinstance(free, TermRule)

        assert second.start == TermEdge("free", "end")
        assert second.end is not None
        assert [getattr(second.end, f.name) for f in fields(second.end)] == [
            TermEdge("free", "start"),
            Duration(3, Unit.DAY),
            True,
            "office",
        ]
        assert free.end is not None


class TestLimits:
    @pytest.mark.parametrize(
        ("said", "limit"),
        [
            ("30 s", Duration(30, Unit.SECOND)),
            ("24 hours", Duration(24, HOUR)),
            ("1 day", Duration(1, Unit.DAY)),
            ("2 working days", Duration(2, Unit.WORKING_DAY)),
            ("2 days, same time", Duration(2, Unit.DAY, Ends.SAME_TIME)),
            ("12 months", Duration(12, Unit.MONTH)),
            ("PT4H", Duration(4, HOUR)),
            ("2nd working day", OrdinalWorkingDay(2, "start")),
            ("2nd working day from next", OrdinalWorkingDay(2, "next")),
            ("same day 12:00", FixedTime(0, False, time(12))),
            ("next day 18:00", FixedTime(1, False, time(18))),
            ("next working day 12:00", FixedTime(1, True, time(12))),
        ],
    )
    def test_limits(self, said, limit):
        (row,) = clock_of(limit=said).limit.rows

        assert (row.keys, row.cell.state, row.cell.limit) == ((), CellState.VALUE, limit)

    @pytest.mark.parametrize(
        ("said", "state"),
        [
            ("unset", CellState.UNSET),
            ("negotiated", CellState.NEGOTIATED),
            ("not offered", CellState.NOT_OFFERED),
            ("none", CellState.NONE),
            ("immediately", CellState.IMMEDIATELY),
            ("on time", CellState.ON_TIME),
        ],
    )
    def test_words(self, said, state):
        (row,) = clock_of(limit=said).limit.rows

        assert (row.cell.state, row.cell.limit) == (state, None)

    def test_a_range_is_due_at_its_upper_end(self):
        cell = clock_of(limit="2 h .. 180 min").limit.rows[0].cell

        assert (cell.limit, cell.target) == (Duration(180, MINUTE), Duration(2, HOUR))

    def test_a_table(self):
        answer = POLICY.rules["answer"]
        assert isinstance(answer, ClockRule)
        table = answer.limit
        cells = {" / ".join(row.keys): row.cell for row in table.rows}

        assert table.by == ("level.fault", "zone.distance", "emergency")
        assert cells["1 / far / *"].source == ("E-13",)
        assert cells["2 / same_city / *"].limit == Duration(60, Unit.SECOND)
        given = cells["2 / far / *"]
        assert (given.state, given.attribute) == (CellState.FROM, "contract.response_time")
        assert given.fallback is not None
        assert given.fallback.limit == Duration(4, HOUR)
        assert list(cells)[-1] == "* / * / *"

    def test_an_addition_to_the_table_is_made_to_every_cell_with_a_number(self):
        answer = POLICY.rules["answer"]
        assert isinstance(answer, ClockRule)
        adds = {" / ".join(r.keys): len(r.cell.modifiers) for r in answer.limit.rows}

        assert adds["1 / same_city / yes"] == adds["* / * / *"] == 1
        assert adds["1 / * / *"] == adds["3 / same_city / no"] == 0


class TestClocks:
    def test_what_a_clock_is_when_little_is_said(self):
        clock = clock_of()

        assert clock.actor == "provider"
        assert clock.when == ALWAYS
        assert clock.strength is Strength.GUARANTEE
        assert clock.repeat is Repeat.ONCE
        assert clock.warnings == (Warn(fraction=0.75), Warn(offset=Duration(15, MINUTE)))

    def test_everything_else_a_clock_says(self):
        answer = POLICY.rules["answer"]
        assert isinstance(answer, ClockRule)

        assert answer.actor == "office"
        assert answer.strength is Strength.TARGET
        assert answer.warnings == (
            Warn(fraction=0.75),
            Warn(offset=Duration(15, MINUTE)),
            Warn(offset=Duration(1, HOUR), before=False),
        )
        (pause,) = answer.pauses
        assert (pause.start, pause.until) == (Event("waiting.began"), Event("waiting.ended"))
        assert pause.when == Compared("waiting_for", Op.ONE_OF, ("customer",))
        assert answer.assumed == {"calendar": "R-1", "stop": "R-1"}
        assert (answer.see, answer.note["en"]) == (("E-11", "E-12"), "a note")
        assert (answer.repeat, answer.waived_by) == (Repeat.EACH_START, Event("case.closed"))
        assert answer.not_before == "news"

    def test_repeating_clocks_and_lead_times(self):
        news, told = POLICY.rules["news"], POLICY.rules["told_before"]
        assert isinstance(news, ClockRule)
        assert isinstance(told, ClockRule)

        assert news.repeat is Repeat.AFTER_STOP
        assert isinstance(news.repeat_until, Several)
        assert news.warnings == ()
        assert told.lead_before == TimeIn("number.change_planned", "effective_at")


class TestTerms:
    @pytest.mark.parametrize(
        ("said", "length"),
        [
            ("1 year", Duration(1, Unit.YEAR)),
            ("life", NoLength.LIFE),
            ("unset", NoLength.UNSET),
            ("negotiated", NoLength.NEGOTIATED),
            ("{from: contract.warranty, source: D-2}", LengthFrom("contract.warranty", ("D-2",))),
            (
                "{shortest_of: [2 years, {from: equipment.maker_warranty}]}",
                Lengths(
                    "shortest_of",
                    (Duration(2, Unit.YEAR), LengthFrom("equipment.maker_warranty")),
                ),
            ),
        ],
    )
    def test_lengths(self, said, length):
        assert term_of(length=said).length == length

    def test_everything_else_a_term_says(self):
        free = POLICY.rules["free"]
        assert isinstance(free, TermRule)

        assert free.evidence == Event("report.signed")
        assert free.gives["en"] == "parts and labour"
        extension, fixed = free.extensions
        assert (fixed.interval, str(fixed.by)) == (None, "3 months")
        assert extension.interval is not None
        assert extension.interval.source == ("E-3",)
        assert free.assumed == {"start": "R-1"}


class TestCoverAndCost:
    def test_cover(self):
        cover = POLICY.rules["cover"]
        assert isinstance(cover, CoverRule)

        assert [case.inside for case in cover.cases] == [False, True]
        assert cover.cases[1].items == ("parts", "consultation", "telephone")
        assert cover.source == ("E-8", "E-9")

    def test_cost(self):
        cost = POLICY.rules["who_pays"]
        assert isinstance(cost, CostRule)

        assert cost.cases[0].price == {"crane": "flat", "all": "quote"}
        assert cost.cases[1].pays == {"parts": "insurer"}
        assert cost.cases[1].when == Happened(Event("machine.restarted"))
