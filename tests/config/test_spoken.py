"""Commands speak the language that is asked for, else that of the terminal."""

from __future__ import annotations

import pytest

from kept.config.commands import main
from kept.config.spoken import of_terminal, tag
from tests.rules.policy.texts import CLOCK, changed_rule, policy_text

TAGS = {
    "zh_CN.UTF-8": "zh-Hans",
    "zh-Hans": "zh-Hans",
    "zh": "zh-Hans",
    "zh_TW.UTF-8": "zh-Hant",
    "zh-HK": "zh-Hant",
    "zh-hant": "zh-Hant",
    "en_GB.UTF-8": "en",
    "C.UTF-8": "en",
    "de": "en",
    "": "en",
}


@pytest.mark.parametrize("said", TAGS)
def test_a_language_is_known_in_all_its_spellings(said):
    assert tag(said) == TAGS[said]


def test_our_own_setting_comes_before_that_of_the_system(monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.delenv("KEPT_LANGUAGE", raising=False)
    assert of_terminal() == "zh-Hans"

    monkeypatch.setenv("KEPT_LANGUAGE", "zh-hant")
    assert of_terminal() == "zh-Hant"


@pytest.mark.parametrize(
    ("lang", "asked", "expected"),
    [
        ("zh_CN.UTF-8", [], "没有单位"),
        ("zh_TW.UTF-8", [], "沒有單位"),
        ("en_US.UTF-8", ["--language", "zh-Hans"], "没有单位"),
        ("zh_CN.UTF-8", ["--language", "en"], "has no unit"),
    ],
)
def test_mistakes_are_told_in_it(tmp_path, monkeypatch, capsys, lang, asked, expected):
    for name in ("KEPT_LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    file = tmp_path / "DEMO.policy.yaml"
    file.write_text(policy_text(changed_rule(CLOCK, limit="2")))

    assert main(["check", str(file), *asked]) == 1

    assert expected in capsys.readouterr().out
