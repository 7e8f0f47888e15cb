"""`kept check` and `python -m kept.rules.policy`: text, JSON and exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kept.rules.policy.__main__ import main
from kept.rules.policy.report import check_files
from tests.rules.policy.texts import CLAUSES, CLOCK, changed_rule, policy_text


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "DEMO.policy.yaml"
    path.write_text(policy_text())
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "BAD.policy.yaml"
    path.write_text(policy_text(changed_rule(CLOCK, limit="2", calendar="elapsd")))
    return path


def test_a_sound_file_is_summed_up_in_one_line(good):
    text, code = check_files([good])

    assert code == 0
    assert text == (
        f"{good}: 0 errors, 0 warnings, 0 notes; 2 clauses (2 rule, 0 statement, 0 unset, "
        "0 pending), 1 rule."
    )


def test_a_file_that_cannot_be_read_names_its_lines(bad, good):
    text, code = check_files([bad, good])
    first, second, third, fourth = text.splitlines()

    assert code == 1
    assert first.startswith(f"{bad}:17: “2” has no unit")
    assert second == f"{bad}:18: There is no calendar “elapsd”. Did you mean “elapsed”?"
    assert third == f"{bad}: not a policy, 2 mistakes."
    assert fourth.startswith(f"{good}: 0 errors")


def test_warnings_alone_let_a_policy_pass(good):
    good.write_text(policy_text(changed_rule(CLOCK, stop="request.received")))

    text, code = check_files([good])

    assert code == 0
    assert f"{good}:11: warning: The clock rule starts and stops" in text
    assert "[clock-starts-and-stops-at-once]" in text
    assert "1 warning," in text


def test_an_error_among_the_findings_does_not(good):
    good.write_text(policy_text(clauses=CLAUSES.replace("一。", "一。, statement: yes")))

    assert check_files([good])[1] == 1


def test_sentences_come_in_chinese_as_well(good):
    good.write_text(policy_text(changed_rule(CLOCK, stop="request.received")))

    assert "永远不会超时" in check_files([good], language="zh-Hans")[0]


def test_a_file_is_named_after_its_policy(tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(policy_text())

    text, code = check_files([other])

    assert code == 1
    assert "A file with the policy “DEMO” is named DEMO.policy.yaml." in text


def test_json_for_programs(good, bad):
    text, code = check_files([good, bad], json=True)
    sound, wrong = json.loads(text)["files"]

    assert code == 1
    assert (sound["policy"], sound["ok"], sound["findings"]) == ("DEMO", True, [])
    assert wrong["policy"] is None
    assert [error["line"] for error in wrong["errors"]] == [17, 18]


def test_json_findings_carry_code_clauses_and_all_languages(good):
    good.write_text(policy_text(changed_rule(CLOCK, stop="request.received")))

    (finding,) = json.loads(check_files([good], json=True)[0])["files"][0]["findings"]

    assert finding["code"] == "clock-starts-and-stops-at-once"
    assert (finding["severity"], finding["line"], finding["clauses"]) == ("warning", 11, ["D-1"])
    assert set(finding["text"]) == {"en", "zh-Hans", "zh-Hant"}


def test_the_module_runs_as_a_program(good, bad):
    done = subprocess.run(
        [sys.executable, "-m", "kept.rules.policy", str(good), str(bad)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "not a policy, 2 mistakes." in done.stdout
    assert done.stderr == ""


def test_the_module_prints_what_is_made_from_the_code(capsys):
    assert main(["--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Kept policy"
    assert main(["--vocabulary"]) == 0
    assert capsys.readouterr().out.startswith("# Vocabulary")


def test_accepted_findings_are_shown_with_their_reason_and_not_counted(good):
    accepted = (
        "accepted: [{finding: clock-starts-and-stops-at-once, clauses: D-1, en: Meant so., "
        "zh-Hans: 确实如此。, decided_by: Wu Min, decided_on: 2026-02-01}]\n"
    )
    good.write_text(policy_text(changed_rule(CLOCK, stop="request.received"), more=accepted))

    text, code = check_files([good])
    (finding,) = json.loads(check_files([good], json=True)[0])["files"][0]["findings"]

    assert code == 0
    assert f"{good}:12: accepted warning: The clock rule" in text
    assert "D-1: Meant so. (Wu Min, 2026-02-01)" in text
    assert "0 errors, 0 warnings, 0 notes, 1 accepted;" in text
    assert finding["accepted"]["by"] == "Wu Min"
