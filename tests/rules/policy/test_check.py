"""What `kept check` finds in a policy that can be read."""

from __future__ import annotations

import re

import pytest

from kept.rules.policy import Severity, check, load
from kept.rules.policy.check.run import CHECKS, KINDS
from tests.rules.policy.texts import (
    CLAUSES,
    CLOCK,
    ROOT,
    TERM,
    changed_rule,
    policy_of,
    policy_text,
)

GRADES = (
    "{1: {name: {en: a, zh-Hans: 甲}, when: {emergency: yes}}, 2: {name: {en: b, zh-Hans: 乙}%s}}"
)
LEVEL = f"levels: {{l: {{name: {{en: l, zh-Hans: 级}}, grades: {GRADES}}}}}\n"
OPEN_LEVEL, SHUT_LEVEL = LEVEL % ", when: {emergency: no}", LEVEL % ", otherwise: yes"


def codes(rule: str = CLOCK, *, more: str = "", clauses: str = CLAUSES) -> list[str]:
    return [finding.code for finding in check(policy_of(rule, more=more, clauses=clauses))]


def clock(**changed: str) -> str:
    return changed_rule(CLOCK, **changed)


def test_a_sound_policy_has_no_findings():
    assert codes() == []


@pytest.mark.parametrize(
    ("code", "rule", "more", "clauses"),
    [
        ("clause-kept-by-nothing", CLOCK, "", f"{CLAUSES}  D-3: {{en: c, zh-Hans: 三}}\n"),
        (
            "clause-marked-and-kept",
            CLOCK,
            "",
            CLAUSES.replace("一。", "一。, statement: yes"),
        ),
        (
            "rule-without-clause",
            CLOCK.replace("source: D-1\n", ""),
            "",
            CLAUSES.replace("一。", "一。, statement: yes"),
        ),
        (
            "clause-pending",
            CLOCK,
            "",
            f"{CLAUSES}  D-3: {{en: c, zh-Hans: 三, pending: remedy}}\n",
        ),
        ("clause-unset", CLOCK, "", f"{CLAUSES}  D-3: {{en: c, zh-Hans: 三, unset: schedule}}\n"),
        (
            "pause-on-response",
            clock(pauses="[{from: waiting.began, until: waiting.ended}]"),
            "",
            CLAUSES,
        ),
        ("clock-starts-and-stops-at-once", clock(stop="request.received"), "", CLAUSES),
        (
            "row-unreachable",
            clock(limit='{by: emergency, cells: {"*": 1 h, yes: 2 h}}'),
            "",
            CLAUSES,
        ),
        ("table-gap", clock(limit="{by: emergency, cells: {yes: 1 h}}"), "", CLAUSES),
        ("grade-gap", CLOCK, OPEN_LEVEL, CLAUSES),
        (
            "word-without-number",
            clock(limit="immediately"),
            "",
            CLAUSES.replace("One.", "We come promptly."),
        ),
        ("word-without-number", clock(limit="unset"), "", CLAUSES.replace("一。", "及时维修。")),
        (
            "contest-without-time",
            CLOCK,
            (LEVEL % ", otherwise: yes").replace("grades:", "contest: {by: customer}, grades:"),
            CLAUSES,
        ),
        (
            "contest-decided-by-its-maker",
            clock(start="{first_of: [request.received, cause.disputed]}"),
            "cause: {contest: {by: customer, decided_by: customer}}\n",
            CLAUSES,
        ),
        ("circle", clock(when="{clock.rule: broken}"), "", CLAUSES),
        ("translation-missing", clock(name="{en: Answer}"), "", CLAUSES),
    ],
)
def test_each_kind_is_found_alone(code, rule, more, clauses):
    assert codes(rule, more=more, clauses=clauses) == [code]


def test_a_calendar_that_nobody_gave_is_found_until_a_reading_says_so():
    marked = CLAUSES.replace("二。", "二。, statement: yes")
    reading = "readings: {R-1: {clauses: [D-1], en: x, zh-Hans: y}}\n"
    calendar = "calendars: {c: {name: {en: c, zh-Hans: 历}, always: yes%s}}\n"

    def found(calendar_more: str, **rule: str) -> list[str]:
        text = policy_text(clock(calendar="c", **rule), more=reading, clauses=marked)
        mine = re.sub(r"calendars:\n.*\n", calendar % calendar_more, text)
        return [finding.code for finding in check(load(mine, file="x"))]

    assert found("") == ["calendar-assumed-silently"]
    assert found(", assumed: R-1") == []
    assert found("", assumed="{calendar: R-1}") == []


def test_several_cells_of_one_rule_may_share_a_clause():
    cells = "{yes: {is: 1 h, source: D-1}, no: {is: 2 h, source: D-1}}"
    rule = clock(limit=f"{{by: emergency, cells: {cells}}}").replace("source: D-1\n", "", 1)

    assert codes(rule) == []


def test_a_table_that_names_every_grade_has_no_gap():
    rows = "{by: level.l, cells: {1: 1 h, 2: 2 h}}"

    assert codes(clock(limit=rows), more=SHUT_LEVEL) == []
    assert codes(clock(limit=rows.replace("2: 2 h", '"*": 2 h')), more=SHUT_LEVEL) == []


def test_a_wider_choice_fills_the_rows_of_its_kinds():
    fact = (
        "facts: {f: {type: one_of, name: {en: f, zh-Hans: f}, choices: {a: {name: {en: a, "
        "zh-Hans: a}}, b: {name: {en: b, zh-Hans: b}, within: a}}}}\n"
    )

    assert codes(clock(limit="{by: f, cells: {a: 1 h}}"), more=fact) == []
    assert codes(clock(limit="{by: f, cells: {b: 1 h}}"), more=fact) == ["table-gap"]


def test_terms_that_follow_one_another_are_no_circle():
    second = changed_rule(TERM, start="{end_of: rule}").replace("source: D-1", "see: D-1")

    assert check(policy_of(TERM, other=second)) == []
    assert codes(changed_rule(TERM, start="{end_of: rule}")) == ["circle"]


def test_a_circle_is_told_once_with_its_way():
    first = clock(when="{clock.other: broken}")
    second = clock(when="{clock.rule: broken}").replace("source: D-1", "see: D-1")

    (finding,) = check(policy_of(first, other=second))

    assert "clock.rule → clock.other → clock.rule" in finding.sentence()


class TestTwoPromises:
    OTHER = clock(limit="1 h", source="D-2")

    def found(self, other: str, more: str = "") -> list[str]:
        calendar_source = ", source: D-2"
        text = policy_text(CLOCK, other=other, more=more).replace(calendar_source, "")
        named = text.replace("always: yes", "always: yes, assumed: R-1")
        return [f.code for f in check(load(named, file="x"))]

    def reading(self, clauses: str) -> str:
        return f"readings: {{R-1: {{clauses: {clauses}, en: x, zh-Hans: y}}}}\n"

    def test_contradicting_times_are_found(self):
        assert self.found(self.OTHER, self.reading("[D-1]")) == ["two-promises"]

    def test_a_reading_of_both_clauses_settles_it(self):
        assert self.found(self.OTHER, self.reading("[D-1, D-2]")) == []

    def test_other_cases_or_other_events_are_another_promise(self):
        emergency = self.OTHER + "when: {emergency: yes}\n"
        visit = self.OTHER.replace("response.given", "visit.arrived")

        assert self.found(emergency, self.reading("[D-1]")) == []
        assert self.found(visit, self.reading("[D-1]")) == []


def test_findings_say_it_in_both_languages_and_where():
    (finding,) = check(policy_of(clock(stop="request.received")))

    assert finding.severity is Severity.WARNING
    assert finding.place is not None
    assert (finding.place.file, finding.place.line) == ("demo.policy.yaml", 11)
    assert finding.clauses == ("D-1",)
    assert finding.sentence() == (
        "The clock rule starts and stops with the same event, request.received; it can never be "
        "late."
    )
    assert (
        finding.sentence("zh-Hans") == "时限 rule 的起止为同一事件 request.received，永远不会超时。"
    )
    assert finding.sentence("fr") == finding.sentence("en")


def test_every_check_is_one_function_with_a_sentence_of_its_own():
    assert len({check.__doc__ for check in CHECKS}) == len(CHECKS)


def test_every_code_has_its_heading_and_severity_on_the_page():
    page = (ROOT / "docs/policy-findings.md").read_text()
    sections = dict(re.findall(r"^## (\S+)\n\n\*(\w+)\.\*", page, re.MULTILINE))

    assert sections == {kind.code: kind.severity.capitalize() for kind in KINDS}
