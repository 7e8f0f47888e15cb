"""Mistakes in remedies, ladders and terms are told with their line and what was expected."""

import pytest

from tests.rules.policy.texts import TERM, changed_rule, mistakes, policy_text

NOBODY = "There is no party or role"
REMEDY = """\
form: remedy
name: {en: Remedy, zh-Hans: 补救}
source: D-1
chooser: customer
options: {replace: {name: {en: a new one, zh-Hans: 换新}}}
"""
LADDER = """\
form: ladder
name: {en: Modes, zh-Hans: 方式}
source: D-1
steps: {remote: {name: remote, tried: remote.attempted}, visit: {name: visit, tried: visit.arrived}}
"""


def first(rule, **changed):
    return mistakes(policy_text(changed_rule(rule, **changed)))[0]


@pytest.mark.parametrize(
    ("changed", "line", "sentence"),
    [
        (
            {"chooser": "custmer"},
            15,
            "There is no party or role “custmer”. Did you mean “customer”?",
        ),
        (
            {"options": "{}"},
            16,
            "A remedy has at least one option, such as {replace: {name: …}}.",
        ),
        ({"options": "{Replace: {name: x}}"}, 16, None),
        ({"kept": "maybe"}, 17, "Here stands “maybe” instead of yes or no."),
        ({"chosse": "x"}, 17, "The remedy “rule” has no key “chosse”. Did you mean “choose”?"),
        ({"until": "{chosen: rle}"}, 17, "There is no remedy “rle”. Did you mean “rule”?"),
        (
            {"when": "{remedy.rule: opened}"},
            17,
            "“remedy.rule” is never “opened”; it is closed, open or chosen. Did you mean “open”?",
        ),
    ],
)
def test_remedies(changed, line, sentence):
    found = first(REMEDY, **changed)

    assert found[0] == line
    assert sentence is None or found[1] == sentence


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"steps": "{remote: {name: remote, tried: remote.attempted}}"},
            "A ladder has at least two steps, in their order.",
        ),
        (
            {"steps": "{solved: {name: x, tried: visit.ended}, b: {name: b, tried: visit.ended}}"},
            "“solved” is how a ladder ends; name the step otherwise.",
        ),
        (
            {"steps": "{a: {name: a}, b: {name: b, tried: visit.ended}}"},
            "The step “a” lacks “tried”.",
        ),
    ],
)
def test_ladders(changed, sentence):
    assert first(LADDER, **changed) == (15, sentence)


def test_a_ladder_is_asked_for_its_own_steps():
    other = changed_rule(TERM, when="{ladder.rule: vist}").replace("source: D-1", "see: D-1")

    (found,) = mistakes(policy_text(LADDER, other=other))

    assert found[1] == (
        "“ladder.rule” is never “vist”; it is remote, visit, solved or exhausted. "
        "Did you mean “visit”?"
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"length": "rest"}, "“rest” is a length of “restart” only."),
        ({"restart": "{length: rest}"}, "The restart lacks “event”."),
        ({"transfer": "{event: owner.changed}"}, "The transfer lacks “needs”."),
        ({"end": "{reaches: measure.hours, at_least: 5}"}, "There is no measure “measure.hours”."),
        ({"void": "{becomes: {cause: unicorn}}"}, None),
    ],
)
def test_terms(changed, sentence):
    found = first(TERM, **changed)

    assert sentence is None or found[1] == sentence
    assert found[0] in (15, 16, 17)


def test_becomes_stands_alone():
    rule = changed_rule(TERM, end="{becomes: {emergency: yes}, where: {clear: yes}}")

    assert mistakes(policy_text(rule))[0][1] == "“becomes” stands alone, with nothing beside it."
