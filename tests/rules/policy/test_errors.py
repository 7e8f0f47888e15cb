"""Each mistake is said at its line, in a sentence with what was expected and what was meant."""

from __future__ import annotations

import pytest

from kept.rules.policy import PolicyErrors, load, load_file
from tests.rules.policy.texts import CLAUSES, CLOCK, TERM, changed_rule, mistakes, policy_text

DURATION = "write for example 2 h, 30 min, 2 working days, 12 months or PT4H."


def clock(**changed: str) -> str:
    return policy_text(changed_rule(CLOCK, **changed))


def term(**changed: str) -> str:
    return policy_text(changed_rule(TERM, **changed))


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("0 h", "“0 h” is zero; a duration is longer than nothing."),
        ("PT0S", "“PT0S” is zero; a duration is longer than nothing."),
        ("-2 h", "“-2 h” is negative; a duration is longer than nothing."),
        ("2", f"“2” has no unit; {DURATION}"),
        ("2 hourz", f"“2 hourz” is not a duration; {DURATION}"),
        ("9999999 years", "“9999999 years” is longer than 100 years."),
        ("2小时", "“2小时” is written in Chinese; write 2 h."),
        ("1 个工作日", "“1 个工作日” is written in Chinese; write 1 working day."),
        ("２ h", "“２ h” has full-width characters; write it as “2 h”."),
        ("٢ h", "“٢ h” has the digit ٢; write digits as 0 to 9."),
        ("010 h", "“010 h” begins with 0; write “10 h”."),
        ("1e3 h", f"“1e3 h” is not a duration; {DURATION}"),
        ("1_000 h", f"“1_000 h” is not a duration; {DURATION}"),
        (".inf", f"“.inf” is not a duration; {DURATION}"),
        ("null", f"“null” is not a duration; {DURATION}"),
        ("1.5 days", f"“1.5 days” is not a duration; {DURATION}"),
        (
            "immediatly",
            f"“immediatly” is not a duration; {DURATION} Did you mean “immediately”?",
        ),
        ("2 h .. 1 h", "“2 h .. 1 h” is not a range such as 2 h .. 3 h, the smaller first."),
        ("2 h .. 1 day", "“2 h .. 1 day” is not a range such as 2 h .. 3 h, the smaller first."),
        ("next day 25:00", "“25:00” is not a time of day: 00:00 to 24:00."),
        (
            "next day 18：00",
            "“next day 18：00” has full-width characters; write it as “next day 18:00”.",
        ),
        (
            "[2 h]",
            (
                "Here stands a list instead of a limit such as 2 h. A list has several, and each "
                "but the last says when it holds: [{is: 2 h, when: {…}}, 4 h]."
            ),
        ),
        (
            "next working day 24:00",
            (
                "“next working day 24:00” has no such time of day; write 23:59, or “1 working "
                "day”, which ends at close of business."
            ),
        ),
        ("{tolerance: 60 s}", "The limit lacks “is”, “from” or “until”."),
        (
            "{is: 2 h, from: contract.response_time}",
            "The limit has “is” and “from”; only one can be.",
        ),
        ("{is: 2 h, tolerance: 1 s}", "“tolerance” belongs to {is: immediately} only."),
        ("{is: 2 h, else: 1 h}", "“else” belongs to a limit that an attribute gives."),
        ("{is: 2 h, adds: []}", "The limit has no key “adds”. Did you mean “add”?"),
        (
            "{from: contract.respnse_time}",
            "There is no fact “contract.respnse_time”. Did you mean “contract.response_time”?",
        ),
        ("{from: emergency}", "“emergency” is a yes_no, not a duration."),
        ("{by: channel}", "The table of limits lacks “cells”."),
        ("{by: level.fault, cells: {1: 2 h}}", "There is no level “level.fault”."),
        (
            "{by: channel, cells: {telefon: 2 h}}",
            (
                "“channel” is never “telefon”; it is telephone, in_person, mail, email, web, "
                "colleague or machine or *. Did you mean “telephone”?"
            ),
        ),
        (
            "{by: [channel, emergency], cells: {telephone: 2 h}}",
            "“telephone” does not fit the dimensions channel / emergency.",
        ),
        (
            "{by: [channel, channel], cells: {telephone / mail: 2 h}}",
            "A dimension is named twice.",
        ),
        (
            "{by: [channel, emergency], cells: {mail / yes: 2 h, mail/yes: 1 h}}",
            "The cell “mail/yes” stands in line 17 too.",
        ),
    ],
)
def test_limits(limit, sentence):
    assert mistakes(clock(limit=limit)) == [(17, sentence)]


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("{emergncy: yes}", "There is no fact “emergncy”. Did you mean “emergency”?"),
        ("{emergency: true}", "“emergency” is yes, no or unknown, not “true”. Write “yes”."),
        ("{emergency: NO}", "“emergency” is yes, no or unknown, not “NO”. Write “no”."),
        ("{emergency: 是}", "“emergency” is yes, no or unknown, not “是”. Write “yes”."),
        ("{emergency: maybe}", "“emergency” is yes, no or unknown, not “maybe”."),
        ("{site.distance_km: {at_least: 010}}", "“010” is not a number such as 10 or 2.5."),
        ("{site.distance_km: {at_least: 1e3}}", "“1e3” is not a number such as 10 or 2.5."),
        (
            "{emergency: {at_least: 3}}",
            (
                "“emergency” has no order; only a number, a moment or a duration can be at least "
                "something."
            ),
        ),
        (
            "{site.city: {same_as: emergency}}",
            "“site.city” (text) cannot be the same as “emergency” (yes_no).",
        ),
        ("{term.fre: active}", "There is no term “term.fre”."),
        (
            "{calendar.elapsed: opened}",
            (
                "“calendar.elapsed” is never “opened”; it is open, closed, working_day or day_off. "
                "Did you mean “open”?"
            ),
        ),
        (
            "{clock.rule: brokn}",
            (
                "“clock.rule” is never “brokn”; it is not_started, running, paused, met or broken. "
                "Did you mean “broken”?"
            ),
        ),
        ("{}", "Say at least one thing that must hold, or leave the condition out."),
        (
            "{at: request.received}",
            "Say at least one thing that must hold, or leave the condition out.",
        ),
        ("yes", "Here stands a text instead of a condition such as {emergency: yes}."),
        (
            "{any: {emergency: yes}}",
            (
                "Here stands a mapping instead of a list of conditions such as "
                "[{emergency: yes}, {level.fault: 1}]."
            ),
        ),
        (
            "{elapsed: {from: request.received}}",
            "“elapsed” needs one of more_than, at_least, less_than, at_most.",
        ),
        (
            "{happened: request.recieved}",
            "There is no event “request.recieved”. Did you mean “request.received”?",
        ),
        (
            "{equipment.accepted: {at_least: 2024-02-30}}",
            "“2024-02-30” is not a date or moment such as 2026-01-10 or 2026-01-10T09:30+08:00.",
        ),
        (
            "{cause: {nt: quality}}",
            (
                "“nt” does not compare; there are: at_least, at_most, more_than, less_than, not, "
                "same_as, known. Did you mean “not”?"
            ),
        ),
        ("{cause: []}", "Name at least one value of “cause”."),
        ("{contract.service_tier: {known: maybe}}", "“known” is yes or no, not “maybe”."),
    ],
)
def test_conditions(when, sentence):
    assert mistakes(clock(when=when)) == [(19, sentence)]


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (
            "request.recieved",
            "There is no event “request.recieved”. Did you mean “request.received”?",
        ),
        ("emergency", "“emergency” is a fact of type yes_no, not a moment."),
        (
            "{event: request.received, were: {clear: yes}}",
            "The event has no key “were”. Did you mean “where”?",
        ),
        (
            "{first_off: [request.received]}",
            (
                "“first_off” does not begin an event; there are: event, first_of, last_of, all_of, "
                "one_of, time_in, end_of, start_of, after, before, becomes, chosen, opening, "
                "reaches, end_of_period. Did you mean “first_of”?"
            ),
        ),
        ("{first_of: []}", "Here stands an empty list instead of a list of events."),
        (
            "{first_of: [request.received], last_of: [request.received]}",
            "Only one of first_of, last_of, all_of, one_of can stand here.",
        ),
        ("{time_in: visit.agreed, field: clear}", "“clear” is no value that holds a moment."),
        ("{end_of: free}", "There is no term “free”."),
        (
            "{after: 0 h, of: request.received}",
            "“0 h” is zero; a duration is longer than nothing.",
        ),
        (
            "[request.received]",
            (
                "Here stands a list instead of an event such as request.received or "
                "{event: …, where: {…}}."
            ),
        ),
        (
            "{event: request.received, where: {colour: red}}",
            "There is no fact “colour”.",
        ),
        (
            "{event: request.received, where: {clock.rule: met}}",
            "“where” looks at values of the fact, not at “clock.rule”.",
        ),
    ],
)
def test_events(start, sentence):
    assert mistakes(clock(start=start)) == [(15, sentence)]


@pytest.mark.parametrize(
    ("changed", "line", "sentence"),
    [
        ({"calendar": "elapsd"}, 18, "There is no calendar “elapsd”. Did you mean “elapsed”?"),
        (
            {"strength": "guaranteed"},
            19,
            (
                "“guaranteed” is not a strength; there are: guarantee, target, aim. "
                "Did you mean “guarantee”?"
            ),
        ),
        ({"actor": "custommer"}, 19, "There is no party “custommer”. Did you mean “customer”?"),
        ({"warn": "75%"}, 19, "Here stands a text instead of a list such as [75%, -15 min]."),
        (
            {"warn": "[15 min]"},
            19,
            (
                "“15 min” is not a warning; write 75% (of the time), -15 min (before the due) or "
                "+1 h (after it)."
            ),
        ),
        (
            {"repeat": "always"},
            19,
            "“always” is not a way to repeat; there are: once, each start, after stop.",
        ),
        ({"repeat": "after stop"}, 12, "A clock that repeats after each stop needs “until”."),
        (
            {"until": "case.closed"},
            19,
            "“until” belongs to a clock with “repeat: after stop”.",
        ),
        ({"assumed": "{calendar: R-1}"}, 19, "There is no reading “R-1”."),
        ({"source": "D-9"}, 14, "There is no clause “D-9”. There are: D-1, D-2."),
        ({"source": "[D-1, D-1]"}, 14, "A clause is named twice in this list."),
        ({"form": "clok"}, 12, "There is no form “clok”. Did you mean “clock”?"),
        (
            {"form": "record"},
            12,
            ("“record” is no form of its own; write it as “form: duty” with “kind: record”."),
        ),
        ({"strat": "x"}, 19, "The clock “rule” has no key “strat”. Did you mean “start”?"),
        ({"pauses": "{from: a}"}, 19, "“pauses” is a list, not a mapping."),
        (
            {"pauses": "[{from: waiting.began, until: {first_of: [waiting.ended]}}]"},
            19,
            "Only a plain event can stand here, such as waiting.began.",
        ),
        (
            {"name": "{english: x}"},
            13,
            "“english” is not a language such as en or zh-Hans.",
        ),
        ({"name": "{zh-CN: x}"}, 13, "Say zh-Hans instead of “zh-CN”."),
        (
            {"name": "{en: Yes, we do}"},
            13,
            '“we do” has no value. A text with a comma stands in quotes: {en: "First, call us."}',
        ),
        ({"name": '{en: ""}'}, 13, "Here stands an empty text instead of a text."),
        ({"not_before": "rule"}, 19, "There is no clock “rule”."),
    ],
)
def test_clocks(changed, line, sentence):
    assert mistakes(clock(**changed)) == [(line, sentence)]


@pytest.mark.parametrize(
    ("changed", "line", "sentence"),
    [
        ({"length": "1 yr"}, 16, f"“1 yr” is not a duration; {DURATION}"),
        ({"length": "12"}, 16, f"“12” has no unit; {DURATION}"),
        (
            {"length": "{longest_off: [1 year]}"},
            16,
            (
                "“longest_off” does not give a length; there are: is, from, until, by, longest_of, "
                "shortest_of, first_known. Did you mean “longest_of”?"
            ),
        ),
        (
            {"length": "{longest_of: 1 year}"},
            16,
            "Here stands a text instead of a list of lengths.",
        ),
        (
            {"extend": "{from: stop.began, until: stop.ended}"},
            17,
            "“extend” is a list, not a mapping.",
        ),
        ({"assumed": "{stop: R}"}, 17, "A term has no part “stop” to assume."),
    ],
)
def test_terms(changed, line, sentence):
    assert (line, sentence) in mistakes(term(**changed))


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("parties: []", "Here stands a list instead of entries by key."),
        ("langauge: 1", "The policy has no key “langauge”. Did you mean “language”?"),
        ("channels: {fax: {}}", "The channel lacks “name”."),
        ("events: {a.b: {name: x, undone_by: c.d}}", "There is no event “c.d”."),
        ("events: {cause: {name: x}}", "“cause” is a fact already; choose another name."),
        (
            "facts: {A: {type: yes_no, name: a}}",
            "“A” cannot name a fact; use a-z, 0-9 and _, as in call.received.",
        ),
        ("facts: {a: {name: a}}", "The fact lacks “type”."),
        ("facts: {cause: {type: text}}", "“cause” is a standard fact of type one_of."),
        (
            "facts: {a: {type: one_of, name: a}}",
            "A fact has “choices” exactly when its type is one_of.",
        ),
        (
            "facts: {a: {type: text, name: a, at: intake}}",
            "“at” says when to ask, but there is no “ask”.",
        ),
        (
            "facts: {level.x: {type: text, name: a}}",
            "“level.x” already means something else; choose another name.",
        ),
        (
            "facts: {a: {type: one_of, name: a, choices: {x: {name: x, within: y}}}}",
            "There is no choice “y” that “x” is within.",
        ),
        (
            "facts: {a: {type: one_of, name: a, choices: {x: {name: x, within: x}}}}",
            "The choice “x” is within itself.",
        ),
        ("levels: {l: {name: x, grades: {}}}", "A classification has at least one grade."),
        (
            "levels: {l: {name: x, grades: {1: {name: a, otherwise: yes}, 2: {name: b}}}}",
            "Nothing comes behind “otherwise”; make it the last grade.",
        ),
        (
            "levels: {l: {name: x, from: cause, grades: {1: {name: a, otherwise: yes}}}}",
            "This grade is given already; it has no criteria.",
        ),
        (
            "levels: {l: {name: x, by: channel, grades: {1: {name: a}}}}",
            "A matrix has both “by” and “cells”.",
        ),
        (
            'levels: {l: {name: x, by: channel, cells: {"*": 2}, grades: {1: {name: a}}}}',
            "There is no grade “2”. There is only “1”.",
        ),
        ("readings: {R: {clauses: [D-1]}}", "The reading “R” has no text."),
        (
            "readings: {R: {clauses: [D-1], en: x, decided_on: 2024-02-30}}",
            "“2024-02-30” is not a date such as 2026-12-31.",
        ),
    ],
)
def test_sections(section, sentence):
    assert mistakes(policy_text(more=f"{section}\n")) == [(7, sentence)]


@pytest.mark.parametrize(
    ("calendar", "sentence"),
    [
        ("{name: x}", "The calendar “c” lacks “weekly” or “always: yes”."),
        ("{name: x, always: no}", "Only “yes” can stand here, not “no”."),
        (
            '{name: x, always: yes, weekly: {mon: ["09:00-10:00"]}}',
            "The calendar has “always” and “weekly”; only one can be.",
        ),
        (
            '{name: x, weekly: {mon: "09:00-10:00"}}',
            'Here stands a text instead of a list such as ["09:00-17:00"].',
        ),
        (
            '{name: x, weekly: {mo: ["09:00-10:00"]}}',
            "“mo” is not a weekday: mon, tue, wed, thu, fri, sat, sun.",
        ),
        (
            '{name: x, weekly: {mon-fri: ["09:00-10:00"], tue: ["09:00-10:00"]}}',
            "A day of “tue” is given twice.",
        ),
        (
            '{name: x, weekly: {mon: ["09:00-12:00", "11:00-13:00"]}}',
            "The windows 09:00-12:00 and 11:00-13:00 of this day overlap.",
        ),
        (
            '{name: x, weekly: {mon: ["09：00-17:00"]}}',
            "“09：00-17:00” has full-width characters; write it as “09:00-17:00”.",
        ),
        (
            "{name: x, always: yes, holidays: China}",
            "“China” is not a country such as CN or DE/BY.",
        ),
        (
            "{name: x, always: yes, holidays: XX}",
            "The holidays of “XX” are not known; write a country such as CN or DE.",
        ),
        (
            "{name: x, always: yes, zone: Asia/Shangai}",
            (
                "“Asia/Shangai” is not a time zone such as Asia/Shanghai. "
                "Did you mean “Asia/Shanghai”?"
            ),
        ),
        (
            "{name: x, always: yes, company: {2024-02-30: closed}}",
            "“2024-02-30” is not a date such as 2026-12-31.",
        ),
        (
            "{name: x, always: yes, company: {2024-02-28: open}}",
            '“open” is neither “closed” nor ["09:00-17:00"].',
        ),
        (
            "{name: x, always: yes, cut_off: noon}",
            "“noon” is not a time of day such as 09:30.",
        ),
    ],
)
def test_calendars(calendar, sentence):
    text = policy_text().replace("clauses:\n", f"  c: {calendar}\nclauses:\n", 1)

    assert mistakes(text) == [(7, sentence)]


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("{line: 1}", "The clause “D-3” has no text; write {en: …, zh-Hans: …}."),
        (
            "One",
            (
                "Here stands a text instead of a clause, a mapping with line, statement, unset, "
                "pending."
            ),
        ),
        (
            "{en: x, statement: yes, unset: clock}",
            "The clause has “statement” and “unset”; only one can be.",
        ),
        ("{en: x, needs: y}", "“needs” belongs to “unset”."),
        (
            "{en: x, statement: no}",
            "Write “statement: yes”, or a measure: {en: …, zh-Hans: …}.",
        ),
        ("{en: x, line: 0}", "“0” is not a whole number such as 21."),
        ("{en: x, line: ３}", "“３” has full-width characters; write it as “3”."),
        (
            "{en: x, satement: yes}",
            "The clause “D-3” has no key “satement”. Did you mean “statement”?",
        ),
    ],
)
def test_clauses(clause, sentence):
    assert mistakes(policy_text(clauses=f"{CLAUSES}  D-3: {clause}\n")) == [(10, sentence)]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 1, "A policy is a mapping that begins like this: policy: DEMO"),
        ("- a", 1, "A policy is a mapping that begins like this: policy: DEMO"),
        ("a: 1\na: 2", 2, "The key “a” stands twice: in line 1 and here."),
        ("a:\n  b: 'x\n", 2, "The quotes that open here are never closed."),
        (
            "a: b: c",
            1,
            (
                "There is a second colon in this line, or the line before lacks one; put a text "
                "that holds a colon in quotes, and look at the indentation."
            ),
        ),
        ("a:\n  b: 1\n c: 2", 3, "The indentation does not fit the lines above it."),
        ("\ta: 1", 1, "This line is indented with a tab; indent with spaces."),
        ("a: {1 / *: x, *: y}", 1, 'A text that begins with * stands in quotes: "*".'),
        ("? [a]\n: b", 1, "A key must be a text, not a list or a mapping."),
        ("a:\n", 1, "“a” has no value."),
        (
            "a: {en: we answer: at once}",
            1,
            (
                "The mapping in braces that begins in line 1 is broken here: a text that holds a "
                "comma, a colon, a bracket or # stands in quotes, and every { has its }."
            ),
        ),
        (
            "a: [b, c\nd: e",
            2,
            (
                "The list in brackets that begins in line 1 is broken here: a text that holds a "
                "comma, a colon, a bracket or # stands in quotes, and every [ has its ]."
            ),
        ),
    ],
)
def test_broken_structure(text, line, sentence):
    assert (line, sentence) in mistakes(text)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    text = clock(limit="2", calendar="elapsd", actor="nobody").replace("zone: Asia", "zone: Asis")

    assert [line for line, _ in mistakes(text)] == [4, 17, 18, 19]


def test_a_file_of_mistakes_is_not_read_to_the_end():
    wrong = "".join(f"  D-{n}: {{}}\n" for n in range(1000))

    found = mistakes(policy_text(clauses=f"clauses:\n{wrong}"))

    assert len(found) == 201
    assert found[-1][1] == "There are more than 200 mistakes; reading stopped here."


def test_errors_name_file_and_line_for_people():
    with pytest.raises(PolicyErrors, match=r"^demo.policy.yaml:17: “2” has no unit"):
        load(clock(limit="2"), file="demo.policy.yaml")


def test_a_file_that_cannot_be_opened_is_refused_with_a_sentence(tmp_path):
    missing = tmp_path / "x.policy.yaml"

    with pytest.raises(PolicyErrors, match="The file cannot be opened: No such file"):
        load_file(missing)
