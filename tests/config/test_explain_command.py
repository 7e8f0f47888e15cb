"""`kept explain`: why a line is there, and why another is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kept.config.commands import main

AT = ["--at", "2026-03-02T11:00"]


@pytest.fixture
def abroad(tmp_path: Path) -> str:
    values = {"channel": "telephone", "case_type": "fault", "service_down": True}
    case = {
        "about": {"site.country": "DE", "office.country": "CN"},
        "facts": [
            {"id": "f1", "kind": "request.received", "at": "2026-03-02T10:00", "values": values}
        ],
    }
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf8")
    return str(path)


def test_no_24_hours_because_the_site_is_abroad(abroad, capsys):
    assert main(["explain", "S0", abroad, *AT, "--clause", "S0-2.2c"]) == 0

    said = capsys.readouterr().out
    assert "  not 24 hours: “Country” is “abroad” [S0-2.2c]\n" in said
    assert "  facts: f1\n" in said
    assert "  reading C03: " in said


def test_a_rule_with_its_versions_in_chinese(abroad, capsys):
    assert main(["explain", "S0", abroad, *AT, "--rule", "arrival", "--language", "zh-Hans"]) == 0

    first, *why = capsys.readouterr().out.splitlines()
    assert first.startswith("工程师到场：")
    assert "  不适用 24 小时：境内外是“境外” [S0-2.2c]" in why
    assert "  自 2026年3月2日 10:00：另行商定（紧急程度是“紧急”，且境内外是“境外”）" in why


def test_a_rule_that_does_not_apply_says_what_is_not_met(abroad, capsys):
    assert main(["explain", "S2", abroad, *AT, "--rule", "removal"]) == 0

    first, *why = capsys.readouterr().out.splitlines()
    assert "does not apply" in first or first.startswith("Possibly")
    assert any(line.startswith(("  not met: ", "  not known yet: ")) for line in why)


@pytest.mark.parametrize(
    ("policy", "clause", "sentence"),
    [
        ("S0", "S0-1.1", "Clause S0-1.1 is shown as text; no rule follows from it."),
        (
            "S4d",
            "S4d-1.3",
            "Clause S4d-1.3 has no value in the paper, so nothing can follow from it yet.",
        ),
    ],
)
def test_a_clause_without_a_rule_says_so(policy, clause, sentence, abroad, capsys):
    assert main(["explain", policy, abroad, *AT, "--clause", clause]) == 0

    assert capsys.readouterr().out.splitlines()[0] == sentence


def test_json_carries_reasons_in_both_languages(abroad, capsys):
    assert main(["explain", "S0", abroad, *AT, "--rule", "arrival", "--json"]) == 0

    (line,) = json.loads(capsys.readouterr().out)["lines"]
    assert line["there"] is True
    assert "S0-2.2c" in line["clauses"]
    assert set(line["text"]) == set(line["why"]) == {"en", "zh-Hans"}
    assert line["conditions"][0]["truth"] == "yes"


@pytest.mark.parametrize("asked", [["--rule", "nothing"], ["--clause", "S9-1"]])
def test_what_is_not_there_gets_one_sentence(asked, abroad, capsys):
    assert main(["explain", "S0", abroad, *AT, *asked]) == 1

    assert capsys.readouterr().err.startswith("kept: S0 has no ")
