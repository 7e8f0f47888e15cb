"""What simply holds, and who does the work."""

import pytest

from kept.rules.assess.say import Speaker, document
from kept.rules.assess.say.assignments import assignment_words
from kept.rules.assess.say.provisions import provision_words
from tests.rules.assess.scene import SHANGHAI, case, fact, judged, policy, when

REQUEST = fact("request.received", "2026-03-02 10:00")
PARTS = """
rules:
  substitutes:
    form: provision
    name: {en: Substitutes, zh-Hans: 替代件}
    source: T-1
    kind: part
    cases:
      - {is: allowed, name: {en: use a like part, zh-Hans: 使用同等备件}, items: parts, source: T-2}
      - is: with_approval
        name: {en: use another make, zh-Hans: 使用其他品牌}
        when: {urgent: no}
        items: parts
        party: customer
        source: T-3
      - is: refused
        name: {en: use a lesser part, zh-Hans: 使用较差备件}
        when: {down: yes}
        items: [parts, travel]
        source: [T-4, T-5]
      - is: holds
        name: {en: the old part is ours, zh-Hans: 旧件归我方}
        when: {urgent: no}
        party: provider
        source: T-6
"""


def said(**answers):
    found = judged(PARTS, case(fact("request.received", "2026-03-02 10:00", **answers)), NOW)
    return [(line.effect.value, line.truth.value) for line in found.provisions]


NOW = "2026-03-02 11:00"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"urgent": True, "down": False}, [("allowed", "yes")]),
        # the stricter counts for the same items; what simply holds stands beside
        ({"urgent": False, "down": False}, [("with_approval", "yes"), ("holds", "yes")]),
        ({"urgent": False, "down": True}, [("refused", "yes"), ("holds", "yes")]),
        # what may be refused refuses nothing yet
        ({"urgent": True}, [("allowed", "yes"), ("refused", "unknown")]),
    ],
)
def test_the_stricter_of_those_that_hold_counts(answers, expected):
    assert said(**answers) == expected


def test_a_provision_about_other_items_stands():
    rules = PARTS.replace("items: [parts, travel]", "items: travel")
    found = judged(
        rules, case(fact("request.received", "2026-03-02 10:00", urgent=True, down=True)), NOW
    )

    assert [line.effect.value for line in found.provisions] == ["allowed", "refused"]


def test_a_provision_of_which_no_case_holds_says_why():
    only = PARTS.replace("- {is: allowed,", "- {is: allowed, when: {down: yes},")
    facts = case(fact("request.received", "2026-03-02 10:00", urgent=True, down=False))

    found = judged(only, facts, NOW)

    assert found.provisions == ()
    assert {b.truth.value for b in found.absent[0].reason.because} == {"no"}


@pytest.mark.parametrize(
    ("answers", "language", "sentences"),
    [
        (
            {"urgent": False, "down": False},
            "en",
            [
                "Substitutes: only with approval by the customer: use another make.",
                "Substitutes: the old part is ours (us).",
            ],
        ),
        (
            {"urgent": False, "down": False},
            "zh-Hans",
            ["替代件：经客户批准方可使用其他品牌。", "替代件：旧件归我方（我方）。"],
        ),
        (
            {"urgent": True},
            "en",
            [
                "Substitutes: allowed: use a like part.",
                "Possibly: Substitutes: not allowed: use a lesser part.",
            ],
        ),
    ],
)
def test_provisions_are_said(answers, language, sentences):
    found = judged(PARTS, case(fact("request.received", "2026-03-02 10:00", **answers)), NOW)
    speaker = Speaker(policy(PARTS), language, SHANGHAI)

    assert [provision_words(speaker, line) for line in found.provisions] == sentences


LEAD = """
roles:
  crane_crew: {name: {en: the crane crew, zh-Hans: 吊装组}}
rules:
  lead:
    form: assignment
    name: {en: Who leads, zh-Hans: 由谁牵头}
    cases:
      - {source: T-1, when: {down: yes}, lead: expert, needs: hydraulics, licence_valid: yes}
      - source: [T-2, T-3]
        when: {happened: equipment.final_accepted}
        lead: service
        helpers: [sales, crane_crew]
        informed: manager
        may_close: manager
      - source: [T-4, T-5, T-6]
        lead: project_manager
        same_as: inspection.completed
        from: manufacturer
"""
ACCEPTED = {"equipment__final_accepted": when("2026-01-10 00:00")}


@pytest.mark.parametrize(
    ("answers", "about", "expected"),
    [
        ({"down": True}, {}, [("expert", "yes")]),
        ({"down": False}, ACCEPTED, [("service", "yes")]),
        ({"down": False}, {}, [("project_manager", "yes")]),
        ({}, ACCEPTED, [("expert", "unknown"), ("service", "yes")]),  # nobody has asked
    ],
)
def test_the_first_case_that_holds_decides(answers, about, expected):
    found = judged(
        LEAD, case(fact("request.received", "2026-03-02 10:00", **answers), **about), NOW
    )

    assert [(line.lead, line.truth.value) for line in found.assignments] == expected


def test_it_must_be_the_same_person_as_before():
    request = fact("request.received", "2026-03-02 10:00", down=False)
    first = fact("inspection.completed", "2026-03-02 10:10", by="Wu Min")
    second = fact("inspection.completed", "2026-03-02 10:20", by="Li Na")

    (line,) = judged(LEAD, case(request, first, second), NOW).assignments
    (nobody,) = judged(LEAD, case(request), NOW).assignments

    assert (line.same_person, nobody.same_person) == ("Li Na", "")


def test_the_same_person_is_the_one_who_did_it_not_the_one_who_told():
    request = fact("request.received", "2026-03-02 10:00", down=False)
    told = fact("inspection.completed", "2026-03-02 10:10", by="Hotline", performer="Wu Min")

    (line,) = judged(LEAD, case(request, told), NOW).assignments

    assert line.same_person == "Wu Min"
    assert line.of == ("manufacturer",)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            (
                "Who leads: led by the service department; helped by the sales department, "
                "the crane crew; tell the manager; closed only by the manager."
            ),
        ),
        ("zh-Hans", "由谁牵头：由售后部门牵头，销售部门、吊装组协助，告知主管，仅由主管结案。"),
        ("zh-Hant", "由誰牽頭：由售後部門牽頭，銷售部門、吊裝組協助，告知主管，僅由主管結案。"),
    ],
)
def test_assignments_are_said(language, sentence):
    request = fact("request.received", "2026-03-02 10:00", down=False)
    (line,) = judged(LEAD, case(request, **ACCEPTED), NOW).assignments

    assert assignment_words(Speaker(policy(LEAD), language, SHANGHAI), line) == sentence


def test_the_document_holds_both():
    request = fact("request.received", "2026-03-02 10:00", down=True)
    lead = document(policy(LEAD), judged(LEAD, case(request), NOW))["assignments"][0]
    parts = document(policy(PARTS), judged(PARTS, case(request), NOW))["provisions"]

    assert (lead["lead"], lead["needs"], lead["licence_valid"]) == ("expert", ["hydraulics"], True)
    assert (
        lead["text"]["en"]
        == "Who leads: led by the expert; it takes hydraulics; with a valid licence."
    )
    assert [told["is"] for told in parts] == ["refused", "holds"]
    assert parts[0]["clauses"] == ["T-4", "T-5", "T-1"]
