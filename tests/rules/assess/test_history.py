"""Facts of earlier cases: who sees them, and how their own case stood then."""

from dataclasses import replace

from kept.rules.assess.lines import ANSWERS
from kept.rules.assess.scene import Scene
from kept.rules.facts import Facts
from tests.rules.assess.scene import case, fact, policy, when

BEFORE = tuple(
    replace(one, case=name)
    for name, one in (
        ("A", fact("fault.started", "2026-01-01 08:00", urgent=True)),
        ("A", fact("case.closed", "2026-01-02 08:00", id="closed", known="2026-01-05 08:00")),
        ("B", fact("case.closed", "2026-02-02 08:00", id="closed")),
    )
)
NOW = Facts((fact("case.closed", "2026-03-02 08:00"),), {}, BEFORE)


def scene(facts, at="2026-04-01 08:00"):
    return Scene(policy("rules: {}"), facts, when(at), ANSWERS)


def test_the_scene_itself_sees_the_facts_of_its_case_alone():
    assert [f.at.month for f in scene(NOW).by_kind["case.closed"]] == [3]
    assert [f.at.month for f in scene(NOW).ever["case.closed"]] == [1, 2, 3]
    assert scene(case()).ever == {}


def test_what_was_known_then_leaves_out_what_came_later_from_earlier_cases_too():
    assert [f.case for f in NOW.known_by(when("2026-01-03 08:00")).past] == ["A"]
    assert [f.case for f in NOW.with_more(()).known_by(when("2026-02-03 08:00")).past] == list(
        "AAB"
    )


def test_a_correction_reaches_its_own_case_only():
    corrected = replace(
        fact("case.closed", "2026-01-02 09:00", corrects="closed"), case="A", id="new"
    )

    past = Facts((), {}, (*BEFORE, corrected)).past

    assert [(f.case, f.id) for f in past if f.kind == "case.closed"] == [
        ("A", "new"),
        ("B", "closed"),
    ]


def test_beside_an_earlier_fact_stands_its_own_case_as_it_was():
    root = scene(NOW)
    first, second, third = root.ever["case.closed"]

    assert root.beside(first).fault_began() == when("2026-01-01 08:00")
    assert root.beside(first).seen("urgent", first.at).value is True
    assert root.beside(second).seen("urgent", second.at).value is None
    assert [f.case for f in root.beside(second).ever["case.closed"]] == ["A", "B"]
    assert root.beside(third).facts == root.facts


def test_the_values_of_the_fact_itself_come_first():
    same = when("2026-03-02 08:00")
    one = fact("stop.began", "2026-03-02 08:00", id="a", urgent=False)
    other = fact("stop.began", "2026-03-02 08:00", id="b", urgent=True)

    root = scene(case(one, other))

    assert root.beside(one).seen("urgent", same).value is False
    assert root.beside(other).seen("urgent", same).value is True
    assert root.beside(one).beside(other) is root.beside(other)
