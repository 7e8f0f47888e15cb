"""A case in JSON becomes facts; what is wrong in it is named by its path."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kept.rules.policy import Override, load_file
from kept.rules.policy.case import CaseErrors, read_case
from tests.rules.policy.texts import EVERYTHING

POLICY = load_file(EVERYTHING)
SHANGHAI = ZoneInfo("Asia/Shanghai")
RECEIVED = {"kind": "request.received", "at": "2026-03-02T09:00"}


def wrong(data: object, **options: bool) -> list[tuple[str, str]]:
    with pytest.raises(CaseErrors) as refused:
        read_case(data, POLICY, **options)  # type: ignore[arg-type]
    return [(error.path, error.message) for error in refused.value.errors]


class TestAbout:
    @pytest.mark.parametrize(
        "about",
        [
            {"site.city": "CN-3201", "office.city": "CN-3201"},
            {"site": {"city": "CN-3201"}, "office": {"city": "CN-3201"}},
        ],
    )
    def test_dotted_or_nested(self, about):
        facts, _ = read_case({"about": about}, POLICY)

        assert facts.about == {"site.city": "CN-3201", "office.city": "CN-3201"}

    @pytest.mark.parametrize(
        ("key", "said", "value"),
        [
            ("emergency", True, True),
            ("emergency", "yes", True),
            ("emergency", "no", False),
            ("emergency", "unknown", "unknown"),
            ("cause", "quality", "quality"),
            ("cause", "unknown", "unknown"),
            ("share", 12, 12),
            ("share", 2.5, 2.5),
            ("share", "40", 40),
            ("code", 10, "10"),
            ("code", ["a", "b"], ("a", "b")),
            ("contract.warranty", "18 months", "18 months"),
            ("contract.warranty", 18, "18"),
            ("sold_on", "2026-01-10", datetime(2026, 1, 10, tzinfo=SHANGHAI)),
            ("sold_on", "2026-01-10T12:00:00Z", datetime(2026, 1, 10, 12, tzinfo=UTC)),
        ],
    )
    def test_values_are_typed_by_their_attribute(self, key, said, value):
        facts, _ = read_case({"about": {key: said}}, POLICY)

        assert facts.about[key] == value
        assert type(facts.about[key]) is type(value)

    def test_null_says_nothing(self):
        facts, _ = read_case({"about": {"site": {"city": None}}}, POLICY)

        assert facts.about == {}


class TestFacts:
    def test_times_without_offset_are_wall_time_of_the_policy(self):
        facts, _ = read_case({"facts": [RECEIVED]}, POLICY)

        assert facts.facts[0].at == datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def test_without_a_policy_they_are_universal_time(self):
        facts, _ = read_case({"facts": [RECEIVED]})

        assert facts.facts[0].at == datetime(2026, 3, 2, 9, tzinfo=UTC)

    def test_everything_a_fact_says(self):
        full = {
            "id": "b",
            "kind": "case.graded",
            "at": "2026-03-02T09:00+08:00",
            "recorded_at": "2026-03-02T09:01+08:00",
            "received_at": "2026-03-02T09:05+08:00",
            "by": "Wu Min",
            "values": {"level": "fault", "grade": 2, "site": {"distance_km": 7}},
            "corrects": "a",
        }
        facts, _ = read_case({"facts": [{**RECEIVED, "id": "a"}, full]}, POLICY)
        fact = facts.facts[1]

        assert (fact.id, fact.corrects, fact.by) == ("b", "a", "Wu Min")
        assert fact.values == {"level": "fault", "grade": "2", "site.distance_km": 7}
        assert fact.received_at == datetime(2026, 3, 2, 9, 5, tzinfo=SHANGHAI)
        assert facts.standing == (fact,)


def test_overrides():
    said = {"rule": "answer", "field": "limit", "value": "1 h", "source": "contract §4"}

    _, overrides = read_case({"overrides": [said]}, POLICY)

    assert overrides == [Override("answer", "limit", "1 h", "contract §4", "")]


@pytest.mark.parametrize(
    ("data", "path", "sentence"),
    [
        ([], "case", "Here stands a list instead of an object."),
        ({"fact": []}, "case.fact", "There is no such field. Did you mean “facts”?"),
        ({"facts": {}}, "facts", "Here stands an object instead of a list."),
        ({"facts": ["x"]}, "facts[0]", "Here stands a text instead of an object."),
        ({"facts": [{"kind": "note.added"}]}, "facts[0].at", "A fact says when it happened."),
        (
            {"facts": [RECEIVED, {"at": "2026-03-02"}]},
            "facts[1].kind",
            "A fact says what happened, such as request.received.",
        ),
        (
            {"facts": [{**RECEIVED, "kind": "visit.arived"}]},
            "facts[0].kind",
            "There is no event “visit.arived”. Did you mean “visit.arrived”?",
        ),
        (
            {"facts": [{**RECEIVED, "at": "2024-02-30"}]},
            "facts[0].at",
            "“2024-02-30” is not a date or moment such as 2026-01-10 or 2026-01-10T09:30+08:00.",
        ),
        (
            {"facts": [{**RECEIVED, "at": 5}]},
            "facts[0].at",
            "Here stands a number instead of a moment.",
        ),
        (
            {"facts": [{**RECEIVED, "by": 5}]},
            "facts[0].by",
            "Here stands a number instead of a text.",
        ),
        (
            {"facts": [{**RECEIVED, "values": {"cause": "qualty"}}]},
            "facts[0].values.cause",
            ("“cause” is never “qualty”; it is quality, material, misuse or nature. "
            "Did you mean “quality”?"),
        ),
        (
            {"facts": [{**RECEIVED, "id": "a"}, {**RECEIVED, "id": "a"}]},
            "facts",
            "The id “a” is used 2 times.",
        ),
        (
            {"facts": [{**RECEIVED, "corrects": "x"}]},
            "facts",
            "There is no fact “x” to correct.",
        ),
        (
            {"about": {"site": {"citty": "X"}}},
            "about.site.citty",
            "There is no fact “site.citty”. Did you mean “site.city”?",
        ),
        (
            {"about": {"emergency": "maybe"}},
            "about.emergency",
            "“emergency” is yes, no or unknown, not “maybe”.",
        ),
        (
            {"about": {"share": float("nan")}},
            "about.share",
            "“nan” is not a number such as 10 or 2.5.",
        ),
        (
            {"about": {"contract.warranty": "soon"}},
            "about.contract.warranty",
            ("“soon” is not a duration; write for example 2 h, 30 min, 2 working days, 12 months "
            "or PT4H."),
        ),
        (
            {"about": {"code": [["x"]]}},
            "about.code[0]",
            "Here stands a list instead of a single value.",
        ),
        (
            {"about": {"site.zone": "Mars/Olympus"}},
            "about.site.zone",
            "There is no time zone “Mars/Olympus” in the IANA database.",
        ),
        ({"about": []}, "about", "Here stands a list instead of an object."),
        (
            {"overrides": [{"rule": "answer"}]},
            "overrides[0].source",
            "An override needs this field.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_path(data, path, sentence):
    assert (path, sentence) in wrong(data)


def test_all_mistakes_are_told():
    data = {"about": {"emergency": 3}, "facts": [{"kind": "x", "at": "y"}], "extra": 1}

    assert {path for path, _ in wrong(data)} == {
        "about.emergency",
        "facts[0].kind",
        "facts[0].at",
        "case.extra",
    }


def test_one_case_under_several_policies_keeps_the_words_of_the_others():
    data = {
        "about": {"other_policy_fact": True, "cause": "wear"},
        "facts": [{"kind": "other.event", "at": "2026-03-02", "values": {"unheard_of": 5}}],
    }

    assert len(wrong(data)) == 4
    facts, _ = read_case(data, POLICY, strict=False)
    assert facts.about == {"other_policy_fact": True, "cause": "wear"}
    assert facts.facts[0].values == {"unheard_of": 5}


def test_deep_nesting_ends_in_a_sentence():
    deep: object = "x"
    for _ in range(1_000):
        deep = {"a": deep}

    (found,) = wrong({"about": {"site": deep}})

    assert found == ("about.site.a.a.a.a", "There is no fact “site.a.a.a.a”.")


class TestHistory:
    def test_facts_of_earlier_cases_name_their_case(self):
        data = {
            "history": [
                {"id": "1", "case": "A", "kind": "case.closed", "at": "2026-01-02T10:00"},
                {"id": "1", "case": "B", "kind": "case.closed", "at": "2026-02-02T10:00"},
            ]
        }

        facts, _ = read_case(data, POLICY)

        assert [(fact.case, fact.id) for fact in facts.history] == [("A", "1"), ("B", "1")]
        assert facts.facts == ()

    def test_a_fact_of_the_case_itself_names_none(self):
        data = {"facts": [{"case": "A", "kind": "case.closed", "at": "2026-01-02T10:00"}]}

        assert [path for path, _ in wrong(data)] == ["facts[0].case"]

    def test_an_id_stands_once_in_its_case_and_corrections_stay_in_it(self):
        fact = {"id": "1", "case": "A", "kind": "case.closed", "at": "2026-01-02T10:00"}
        other = {**fact, "id": "2", "case": "B", "corrects": "1"}

        assert [said for _, said in wrong({"history": [fact, fact, other]})] == [
            "There is no fact “1” to correct.",
            "The id “1” is used 2 times.",
        ]
