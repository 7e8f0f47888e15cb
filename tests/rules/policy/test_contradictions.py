"""Which of the listed contradictions of the papers the checker finds by itself.

Each draft has the clauses of one contradiction, in the words of the shipped policies, and rules
that say what the paper says: without readings, without `assumed`, nothing brought together. The
page docs/contradictions.md tells of all of them; what it says is found is found here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

import pytest

from kept.rules.policy import check, load, load_shipped
from kept.rules.policy.model import Policy
from tests.rules.policy.texts import HEAD, ROOT

N = "name: {en: Rule, zh-Hans: 规则}"
CLOCK = f"form: clock, {N}, start: request.received, calendar: elapsed"
TERM = f"form: term, {N}, start: equipment.accepted"
COSTS = f"form: cost, {N}"
ELAPSED = "elapsed: {name: {en: hours, zh-Hans: 小时}, always: yes%s}"
DOMESTIC = "{name: {en: home, zh-Hans: 国内}, when: {site.country: {same_as: office.country}}}"
ABROAD = "{name: {en: abroad, zh-Hans: 境外}, otherwise: yes}"
GRADES = f"grades: {{domestic: {DOMESTIC}, abroad: {ABROAD}}}"
COUNTRY = f"zones: {{country: {{name: {{en: Country, zh-Hans: 国}}, source: S0-2.2c, {GRADES}}}}}\n"
AT_HOME = "when: {emergency: yes, zone.country: domestic}"
LEVELS = (
    "facts:\n"
    "  lost: {type: yes_no, name: {en: lost, zh-Hans: 丧失}}\n"
    "  partly: {type: yes_no, name: {en: partly, zh-Hans: 部分}}\n"
    "levels:\n  fault:\n    name: {en: Level, zh-Hans: 级别}\n    grades:\n"
    "      1: {name: {en: one, zh-Hans: 一}, source: S3a-1.1a, when: {lost: yes}}\n"
    "      2: {name: {en: two, zh-Hans: 二}, source: S3a-1.2a, when: {partly: yes}}\n"
    "      3: {name: {en: three, zh-Hans: 三}, source: S3a-1.3, otherwise: yes}\n"
)
FREE = f"free: {{{TERM}, length: {{from: contract.warranty}}, see: %s}}"


@dataclass(frozen=True)
class Draft:
    """What the paper says: its clauses, its rules, and which codes must tell of them."""

    codes: tuple[str, ...]
    clauses: tuple[str, ...]
    rules: tuple[str, ...]
    more: str = ""
    calendar_source: bool = True
    marks: dict[str, str] = field(default_factory=dict)


def two_clocks(one: str, other: str, stop: str, first: str, second: str) -> tuple[str, str]:
    return tuple(
        f"c{n}: {{{CLOCK}, source: {clause}, stop: {stop}, limit: {limit}}}"
        for n, (clause, limit) in enumerate(((one, first), (other, second)))
    )  # type: ignore[return-value]


def unset_clock(clause: str, stop: str = "visit.arrived") -> tuple[str]:
    return (f"c: {{{CLOCK}, source: {clause}, stop: {stop}, limit: unset}}",)


def unset_schedule(clause: str) -> tuple[str]:
    rule = f"form: schedule, {N}, source: {clause}, done: inspection.completed, every: unset"
    return (f"s: {{{rule}}}",)


def case(source: str, says: str, when: str = "") -> str:
    condition = f"when: {{{when}}}, " if when else ""
    return f"{{source: {source}, {condition}{says}}}"


def cost_rules(*cases: str) -> tuple[str, ...]:
    return tuple(f"r{n}: {{{COSTS}, cases: [{one}]}}" for n, one in enumerate(cases))


def remedy(key: str, source: str, chooser: str) -> str:
    when = "when: {happened: {event: repair.closed, where: {result: failed}}}"
    option = f"options: {{{key}: {{{N}}}}}"
    return f"{key}: {{form: remedy, {N}, source: {source}, chooser: {chooser}, {when}, {option}}}"


INHERENT = "when: {emergency: yes, cause: quality, term.free: ended}"
PAID = "needs: [{when: {happened: payment.received}}]"
BACK = CLOCK.replace("request.received", "goods.received_for_repair")
LOSS = "what: compensation, formula: unset, from: provider, to: customer"
DRAFTS = {
    "C01": Draft(
        ("rule-twice",),
        ("S0-2.8a", "S0-2.9"),
        two_clocks("S0-2.8a", "S0-2.9", "response.given", "unset", "unset"),
    ),
    "C02": Draft(
        ("value-unset",),
        ("S0-2.2b", "S0-2.8a"),
        two_clocks("S0-2.2b", "S0-2.8a", "response.given", "4 h", "unset"),
    ),
    "C03": Draft(
        ("word-without-number", "promise-gap"),
        ("S0-2.2c", "S0-2.2a"),
        (
            f"far: {{{CLOCK}, see: S0-2.2c, stop: visit.arrived, limit: 24 h, {AT_HOME}}}",
            f"any: {{{CLOCK}, source: S0-2.2a, stop: engineer.sent, limit: unset}}",
        ),
        COUNTRY,
    ),
    "C04": Draft(
        ("calendar-assumed-silently",),
        ("S0-2.2b", "S0-2.2c"),
        two_clocks("S0-2.2b", "S0-2.2c", "response.given", "4 h", "24 h"),
        calendar_source=False,
    ),
    "C05": Draft(
        ("two-choosers",),
        ("S1-2.2", "S1-2.3"),
        (remedy("replaced", "S1-2.2", "provider"), remedy("returned", "S1-2.3", "customer")),
    ),
    "C06": Draft(
        ("calendar-assumed-silently",),
        ("S1-4.3a",),
        (f"c: {{{CLOCK}, source: S1-4.3a, stop: visit.arrived, limit: 1 day}}",),
        calendar_source=False,
    ),
    "C08": Draft(
        ("word-without-number", "calendar-assumed-silently"),
        ("S1-4.2a", "S1-4.2b"),
        two_clocks("S1-4.2a", "S1-4.2b", "response.given", "immediately", "2 h"),
        calendar_source=False,
    ),
    "C11": Draft(
        ("promise-gap",),
        ("S2-9a",),
        (
            f"c: {{{CLOCK}, source: S2-9a, stop: support.started, limit: 1 min, {INHERENT}}}",
            FREE % "S2-9a",
        ),
    ),
    "C12": Draft(
        ("case-unreachable",),
        ("S2-2c", "S2-5c", "S2-8b"),
        (
            f"p: {{{COSTS}, cases: ["
            + ", ".join(
                (
                    case("S2-2c", "pays: {all: provider}"),
                    case("S2-5c", "pays: {all: customer}", "cause: customer_modification"),
                    case("S2-8b", "pays: {all: customer}", "term.free: ended"),
                )
            )
            + "]}",
            FREE % "S2-8b",
        ),
    ),
    "C13": Draft(
        ("two-payers",),
        ("S2-6d", "S2-8b"),
        (
            *cost_rules(
                case("S2-6d", "pays: {all: provider}", "tender_indicator_missed: yes"),
                case("S2-8b", "pays: {all: customer}", "term.free: ended"),
            ),
            FREE % "S2-8b",
        ),
    ),
    "C17": Draft(
        ("value-unset",),
        ("S2-7b",),
        (f"a: {{form: amount, {N}, source: S2-7b, {LOSS}}}",),
    ),
    "C20": Draft(("value-unset",), ("S3a-1.4",), unset_clock("S3a-1.4", "response.given")),
    "C24": Draft(("grades-overlap",), ("S3a-1.1a", "S3a-1.2a", "S3a-1.3"), (), LEVELS),
    "C27": Draft(
        ("word-without-number", "value-unset"),
        ("S3a-2.4a",),
        unset_schedule("S3a-2.4a"),
    ),
    "C28": Draft(
        ("two-payers",),
        ("S3b-6.4", "S3b-4c"),
        (
            *cost_rules(
                case("S3b-6.4", "pays: {all: provider}"),
                case("S3b-4c", "pays: {parts: customer}", "term.free: ended"),
            ),
            FREE % "S3b-4c",
        ),
    ),
    "C31": Draft(
        ("two-promises",),
        ("S3b-6.3b", "S3b-6.3f"),
        two_clocks("S3b-6.3b", "S3b-6.3f", "visit.arrived", "12 h", "24 h"),
    ),
    "C32": Draft(
        ("clause-unset",),
        ("S3b-5c",),
        (),
        marks={"S3b-5c": "unset: record"},
    ),
    "C34": Draft(
        ("two-terms",),
        ("S3c-3a", "S3c-5.0"),
        (
            f"t: {{{TERM}, length: {{from: contract.warranty}}, source: S3c-3a}}",
            f"u: {{{TERM}, length: {{from: contract.warranty}}, source: S3c-5.0}}".replace(
                "equipment.accepted", "equipment.completion_signed"
            ),
        ),
    ),
    "C35": Draft(("value-unset",), ("S3c-3b",), (f"t: {{{TERM}, length: unset, source: S3c-3b}}",)),
    "C36": Draft(
        ("two-payers",),
        ("S3c-3d", "S3c-5.2c"),
        cost_rules(
            case("S3c-3d", "price: {parts: at_cost}", "cause: {not: quality}"),
            case("S3c-5.2c", "price: {parts: separate_list}", "cause: {not: quality}"),
        ),
    ),
    "C38": Draft(
        ("condition-blank",),
        ("S3c-X4",),
        (f"x: {{form: cover, {N}, cases: [{{is: out, {N}, source: S3c-X4}}]}}",),
    ),
    "C40": Draft(
        ("word-without-number", "value-unset"), ("S3c-4.10b",), unset_schedule("S3c-4.10b")
    ),
    "C41": Draft(("word-without-number",), ("S3c-4.6",), unset_clock("S3c-4.6")),
    "C43": Draft(
        ("two-promises",),
        ("S4a-2.1a", "S4b-1.6a"),
        two_clocks("S4a-2.1a", "S4b-1.6a", "response.given", "2 h", "1 h"),
    ),
    "C44": Draft(
        ("two-terms",),
        ("S4a-2.5a", "S4b-1.5a"),
        (
            f"t: {{{TERM}, length: 1 year, source: S4a-2.5a}}",
            f"u: {{{TERM}, length: 2 years, source: S4b-1.5a}}",
        ),
    ),
    "C45": Draft(
        ("two-payers",),
        ("S4a-1.8c", "S4c-2.3c"),
        (
            *cost_rules(
                case("S4a-1.8c", "pays: {labour: provider}", "term.free: ended"),
                case("S4c-2.3c", "pays: {all: customer}", "term.free: ended"),
            ),
            FREE % "S4c-2.3c",
        ),
    ),
    "C47": Draft(
        ("calendar-assumed-silently",),
        ("S4c-2.2a",),
        (f"c: {{{CLOCK}, source: S4c-2.2a, stop: response.given, limit: 1 working day}}",),
        calendar_source=False,
    ),
    "C49": Draft(
        ("two-payers",),
        ("S4c-2.3b", "S4a-1.7a"),
        (
            *cost_rules(
                case("S4a-1.7a", "pays: {all: provider}", "term.free: active"),
                case("S4c-2.3b", "pays: {freight_in: customer}", "term.free: active"),
            ),
            FREE % "S4a-1.7a",
        ),
    ),
    "C57": Draft(("value-unset",), ("S4b-2.3g",), unset_clock("S4b-2.3g")),
    "C58": Draft(
        ("value-unset",), ("S4a-2.4a",), (f"t: {{{TERM}, length: unset, source: S4a-2.4a}}",)
    ),
    "C59": Draft(
        ("gate-against-clock",),
        ("S4c-2.4a", "S4c-2.5"),
        (
            f"back: {{{BACK}, source: S4c-2.4a, stop: goods.returned_shipped, limit: 1 week}}",
            f"paid: {{form: gate, {N}, source: S4c-2.5, step: goods.returned_shipped, {PAID}}}",
        ),
    ),
    "C62": Draft(
        ("two-terms",),
        ("S4a-1.6",),
        (
            f"t: {{{TERM}, length: {{from: equipment.maker_warranty}}, source: S4a-1.6}}",
            f"u: {{{TERM}, length: {{from: equipment.statutory_warranty}}, see: S4a-1.6}}",
        ),
    ),
}


@cache
def shipped(name: str) -> Policy:
    return load_shipped(name)


def written(draft: Draft) -> str:
    """Return the draft as a policy file."""
    lines = []
    for key in draft.clauses:
        text = shipped(key.partition("-")[0]).clauses[key].text
        mark = draft.marks.get(key)
        said = f'en: "{text["en"]}", zh-Hans: "{text["zh-Hans"]}"' + (f", {mark}" if mark else "")
        lines.append(f"  {key}: {{{said}}}\n")
    calendar = ELAPSED % (", source: K-1" if draft.calendar_source else "")
    lines.append("  K-1: {en: Every hour counts., zh-Hans: 按自然时间。}\n")
    rules = "".join(f"  {rule}\n" for rule in draft.rules)
    head = f"{HEAD}calendars: {{{calendar}}}\n{draft.more}clauses:\n{''.join(lines)}"
    return f"{head}rules:\n{rules}" if rules else f"{head}rules: {{}}\n"


@pytest.mark.parametrize("number", DRAFTS)
def test_a_contradiction_is_found_in_the_draft(number):
    draft = DRAFTS[number]
    found = check(load(written(draft), file="draft.policy.yaml"))

    for code in draft.codes:
        clauses = {clause for f in found if f.code == code for clause in f.clauses}
        assert clauses & set(draft.clauses), code


def test_the_page_claims_what_is_proved_and_nothing_else():
    page = (ROOT / "docs/contradictions.md").read_text()
    rows = dict(re.findall(r"^\| (C\d\d) \| .* \| (.*) \|$", page, re.MULTILINE))
    claimed = {
        number: tuple(re.findall(r"`([a-z-]+)`", told.partition(";")[0]))
        for number, told in rows.items()
        if told.startswith(("found", "in part"))
    }

    assert list(rows) == [f"C{n:02}" for n in range(1, 64)]
    assert claimed == {number: draft.codes for number, draft in DRAFTS.items()}
    assert all(told.startswith(("found", "in part", "no:")) for told in rows.values())


SETTLED = ("two-promises", "two-payers", "two-terms", "two-choosers")


@pytest.mark.parametrize("number", [n for n, d in DRAFTS.items() if {*d.codes} & {*SETTLED}])
def test_a_reading_of_the_clauses_settles_a_conflict(number):
    draft = DRAFTS[number]
    reading = f"clauses: [{', '.join(draft.clauses)}], en: As one., zh-Hans: 合并理解。"
    found = check(load(f"{written(draft)}readings: {{R-1: {{{reading}}}}}\n", file="x"))

    assert {f.code for f in found}.isdisjoint(SETTLED)
