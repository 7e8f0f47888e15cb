"""What is wrong in numbers, counters, measures, amounts and schedules is said where it stands."""

import pytest

from tests.rules.policy.texts import mistakes, policy_text

HEADS = {
    "counter": "counts: case.closed",
    "measure": "intervals: {from: stop.began, until: stop.ended}",
    "amount": "what: fee\nformula: 3",
    "schedule": "done: case.closed\nevery: 1 month\nfrom: equipment.accepted",
}


def wrong(form, **changed):
    lines = dict(line.split(": ", 1) for line in HEADS[form].splitlines())
    lines |= {key.removesuffix("_"): value for key, value in changed.items()}
    rest = "".join(f"{key}: {value}\n" for key, value in lines.items() if value)
    text = policy_text(f"form: {form}\nname: {{en: N, zh-Hans: 名}}\nsource: D-1\n{rest}")
    return [said for _, said in mistakes(text)]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("equipment.prise", "There is no fact “equipment.prise”. Did you mean “equipment.price”?"),
        ("emergency", "“emergency” is a yes_no, not a number."),
        ("1e3", "“1e3” is not a number such as 10 or 2.5."),
        ("{pluss: [1, 2]}", "“pluss” does not begin a number; there are: plus, minus"),
        ("{over: [1, 2, 3]}", "“over” divides one number by another: {over: [a, b]}."),
        ("{plus: [1], minus: [2]}", "“plus” stands alone; nothing else can stand beside it here."),
        ("{plus: 1}", "Here stands a text instead of a list of numbers under “plus”."),
        ("{round: 1, floor: 2}", "Say one of floor, ceiling, round."),
        ("{round: 1, to: 0}", "“to” is more than 0, such as 0.01."),
        ("{by: 1, bands: [{is: 2}]}", "A band has bounds and “is”: {at_least: 95, is: 0.5}."),
        ("{by: 1, bands: [{below: 2, is: 1}]}", "The band has no key “below”."),
        ("{by: 1, bands: [{otherwise: 1, at_least: 2}]}", "“otherwise” has no bounds beside it."),
        ("{days: {since: case.closed}}", "The time between events lacks “from”."),
        ("measure.down", "There is no measure “measure.down”."),
        ("[]", "Here stands an empty list instead of a list of numbers with conditions."),
    ],
)
def test_numbers(number, said):
    assert any(said in found for found in wrong("counter", reach=number))


@pytest.mark.parametrize(
    ("form", "changed", "said"),
    [
        ("counter", {"counts": "case.close"}, "Did you mean “case.closed”?"),
        ("counter", {"per": "problm"}, "There is no fact “problm”. Did you mean “problem”?"),
        ("counter", {"whithin": "1 year"}, "has no key “whithin”. Did you mean “within”?"),
        ("counter", {"when": "{counter.rule: hit}"}, "“counter.rule” is never “hit”; it is"),
        ("counter", {"when": "{count.rule: 2 h}"}, "“2 h” is not a number"),
        ("measure", {"intervals": ""}, "A measure has exactly one of intervals, reading, value."),
        ("measure", {"value": "3"}, "A measure has exactly one of intervals, reading, value."),
        ("measure", {"gives": "uptime"}, "“gives: uptime” needs a window"),
        ("measure", {"gives": "totl"}, "Did you mean “total”?"),
        ("measure", {"window": "week"}, "“week” is not a period; there are: month, quarter, year."),
        ("measure", {"window": "{year_of: free}"}, "There is no term “free”."),
        ("measure", {"window": "{until: case.closed}"}, "A window is a period, {year_of: a term}"),
        ("measure", {"without": "{per_day: 4, since: case.closed}"}, "“without” belongs to a"),
        ("measure", {"when": "{measure.rule: long}"}, "“long” is not a duration"),
        (
            "measure",
            {"exclude": "[{from: stop.began, until: stop.ended, per: month}]"},
            "“per” belongs to “at_most”.",
        ),
        ("amount", {"what": "gift"}, "“gift” is not a kind of amount; there are: credit, refund"),
        ("amount", {"formula": "claimed", "of": "3"}, "“of” belongs to a formula"),
        ("amount", {"claim": "{within: 30 days}"}, "A time for claims has “within” and “of”"),
        ("amount", {"decided_by": "manger"}, "Did you mean “manager”?"),
        ("schedule", {"every": ""}, "A schedule says “every”, “phases”, “times” or “before”"),
        ("schedule", {"from": ""}, "A rhythm begins “from” an event"),
        ("schedule", {"lead": "1 month"}, "“lead” belongs to “before”."),
        ("schedule", {"times": "2 per year"}, "has “every” and “times”; only one can be."),
        ("schedule", {"every": "", "times": "often"}, "“often” does not say how often; write"),
        ("schedule", {"every": "", "times": "3 .. 2 per year"}, "is not a number of times"),
        ("schedule", {"same": "who"}, "There is no fact “who”."),
    ],
)
def test_rules(form, changed, said):
    assert any(said in found for found in wrong(form, **changed)), wrong(form, **changed)
