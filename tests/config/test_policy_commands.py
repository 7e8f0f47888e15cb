"""`kept check` and `kept assess`, as a policy owner calls them."""

import json
from pathlib import Path

import pytest

from kept.config.commands import main
from tests.rules.assess.shelf import LIBRARY
from tests.rules.policy.texts import EVERYTHING

CASE = {
    "about": {"site": {"city": "NJ"}, "office.city": "NJ", "equipment.accepted": "2026-01-10"},
    "facts": [
        {
            "id": "1",
            "kind": "request.received",
            "at": "2026-03-02T10:00",
            "values": {"channel": "telephone", "case_type": "fault", "emergency": False},
        }
    ],
}


@pytest.fixture
def case_file(tmp_path: Path) -> str:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf8")
    return str(path)


def test_check_counts_what_a_policy_says(capsys):
    code = main(["check", "S2", str(LIBRARY / "S0.policy.yaml")])

    said = capsys.readouterr().out
    assert code == 0
    assert "33 clauses" in said
    assert "28 clauses" in said


def test_check_names_file_and_line_of_a_mistake(tmp_path, capsys):
    broken = tmp_path / "X.policy.yaml"
    broken.write_text("policy: X\nlanguage: 1\ntitle: X\nzone: Asia/Nowhere\nclauses: {}\n")

    code = main(["check", str(broken), "--json"])

    told = json.loads(capsys.readouterr().out)["files"][0]
    assert code == 1
    assert not told["ok"]
    assert any(error["line"] == 4 for error in told["errors"])


def test_a_policy_that_is_not_there_gets_one_sentence(capsys):
    code = main(["check", "S99"])

    said = capsys.readouterr().err
    assert code == 1
    assert said.count("\n") == 1
    assert "S99" in said


def test_assess_gives_every_line_with_clause_conditions_facts_and_two_languages(case_file, capsys):
    assert main(["assess", "S2", case_file, "--at", "2026-03-02T10:30", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    answer = next(line for line in told["clocks"] if line["key"] == "answer")
    assert answer["due_at"] == "2026-03-02T11:00:00+08:00"
    assert answer["clauses"] == ["S2-2a"]
    assert answer["facts"] == ["1"]
    assert set(answer["text"]) == {"en", "zh-Hans"}
    for lines in (told["clocks"], told["terms"], told["absent"]):
        assert all(line["clauses"] and all(line["text"].values()) for line in lines)


def test_assess_in_words_names_the_clause_at_the_end_of_each_line(case_file, capsys):
    assert main(["assess", "S1", case_file, "--at", "2026-03-02T10:30"]) == 0

    said = capsys.readouterr().out
    assert "Engineer on site by 3 Mar 2026 10:00" in said
    assert "[S1-4.3a" in said


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"facts": [{"kind": "request.recieved", "at": "2026-03-02T10:00"}]}, "request.received"),
        ({"facts": [{"kind": "request.received", "at": "yesterday"}]}, "facts[0].at"),
        ({"facts": "none"}, "facts"),
    ],
)
def test_a_wrong_case_is_refused_with_the_path_of_the_mistake(tmp_path, capsys, change, expected):
    path = tmp_path / "case.json"
    path.write_text(json.dumps({**CASE, **change}))

    assert main(["assess", "S2", str(path), "--at", "2026-03-02T10:30"]) == 1
    assert expected in capsys.readouterr().err


def test_a_case_that_is_no_json_is_refused_with_its_line(tmp_path, capsys):
    path = tmp_path / "case.json"
    path.write_text('{"facts": [\n  oops\n]}')

    assert main(["assess", "S2", str(path)]) == 1
    assert f"{path}:2" in capsys.readouterr().err


def test_assess_in_words_says_the_lines_of_every_form_of_rule(case_file, capsys):
    assert main(["assess", str(EVERYTHING), case_file, "--at", "2026-03-02T10:30"]) == 0

    said = capsys.readouterr().out
    assert "Failures: 0; how many are too many depends on" in said
    assert "Meter: not known yet; missing: operating hours. [E-1]" in said
    assert "Visits: to be done. Next: Visits by 1 Jan 2027 00:00. [E-1]" in said


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"about": ' + b"9" * 6000 + b"}", "a number has more than 20 digits"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"facts": [], "facts": []}', "the key 'facts' stands twice"),
        (b'{"facts": [{"kind": "request.received", "at": "0001-01-01T00:00+14:00"}]}', "moment"),
        (b'{"facts": [{"kind": "request.received", "at": "0001-01-02T00:00"}]}', "too far away"),
        (
            b'{"facts": [{"kind": "request.received", "at": "2026-01-01T00:00"}], "x": NaN}',
            "no such",
        ),
    ],
    ids=["deep", "objects", "digits", "bytes", "twice", "before", "early", "nan"],
)
def test_PO_02_a_hostile_case_is_refused_with_a_sentence(tmp_path, capsys, content, expected):
    file = tmp_path / "case.json"
    file.write_bytes(content)

    assert main(["assess", "S2", str(file)]) == 1

    told = capsys.readouterr().err
    assert expected in told
    assert "inside Kept" not in told


@pytest.mark.parametrize(
    "at",
    ["9999-12-31T23:59", "0001-01-01T00:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"],
)
def test_PO_02_no_moment_is_too_far_for_a_sentence(case_file, capsys, at):
    main(["assess", "S2", str(case_file), "--at", at])

    assert "inside Kept" not in capsys.readouterr().err
