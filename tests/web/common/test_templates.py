"""The templates themselves: what a browser would refuse, and what a reader would miss."""

import re
from pathlib import Path

import pytest

WEB = Path("src/kept/web")
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))


def test_there_are_templates():
    assert len(TEMPLATES) > 40


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
class TestEachTemplate:
    def test_carries_no_style_or_handler_that_the_policy_refuses(self, path):
        source = path.read_text()

        assert not re.search(r"\sstyle\s*=", source)
        assert not re.search(r"<style", source)
        assert not re.search(r"\son[a-z]+\s*=", source)
        assert not re.search(r"javascript:", source)

    def test_says_what_it_is_and_needs(self, path):
        assert re.search(r"\{#|\{% comment", path.read_text())

    def test_trusts_no_text(self, path):
        source = path.read_text()

        assert "|safe" not in source
        assert "autoescape" not in source


def test_scripts_write_html_in_one_place_only():
    scripts = WEB / "common/assets/ts"
    sinks = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|parseFromString"
    )

    using = [path.name for path in scripts.rglob("*.ts") if sinks.search(path.read_text())]

    assert using == ["page.ts"]
