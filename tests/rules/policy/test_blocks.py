"""Changing one entry of a policy's text and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.rules.policy import load, shipped
from kept.rules.policy.blocks import NoBlock, added, blocks, removed, replaced
from tests.rules.policy.texts import EVERYTHING

SMALL = """# What we promise.
policy: DEMO
language: 1
title: {en: Promise}
zone: UTC

clauses:
  # the first
  D-1: {en: One., statement: yes}
  D-2:
    en: Two.

    statement: yes   # in words

  # the third
  D-3: {en: Three., statement: yes}
# end of clauses

rules: {}
"""
FILES = [EVERYTHING, *shipped().values()]


def test_a_block_has_its_own_comments_and_no_others():
    found = blocks(SMALL)

    assert [block.key for block in found.values()] == ["D-1", "D-2", "D-3"]
    assert found["clauses", "D-1"].text == "  # the first\n  D-1: {en: One., statement: yes}\n"
    assert found["clauses", "D-3"].text == (
        "\n  # the third\n  D-3: {en: Three., statement: yes}\n"
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_blocks_put_back_give_the_same_text(file):
    text = file.read_text()
    there = blocks(text)

    assert len(there) > 10
    for section, key in there:
        assert replaced(text, section, key, there[section, key].text) == text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_entry_of_a_policy_has_a_block(file):
    policy = load(file.read_text(), file="x")
    keys = {key for section, key in blocks(file.read_text()) if section in ("clauses", "rules")}

    assert {*policy.clauses, *policy.rules} == keys


@given(order=st.permutations(["D-1", "D-2", "D-3"]))
def test_what_is_taken_out_and_added_again_is_there(order):
    text = SMALL
    for key in order:
        block = blocks(text)["clauses", key].text
        text = added(removed(text, "clauses", key), "clauses", block)

    before, after = (load(one, file="x") for one in (SMALL, text))
    assert dict(before.clauses).keys() == dict(after.clauses).keys()
    assert list(after.clauses) == list(order)
    assert text.startswith("# What we promise.\n")
    assert "# end of clauses\n" in text


def test_a_section_can_become_empty_and_be_filled():
    text = SMALL
    for key in ("D-1", "D-2", "D-3"):
        text = removed(text, "clauses", key)
    assert "clauses: {}\n" in text

    again = added(text, "clauses", "  D-9: {en: Nine., statement: yes}")

    assert list(load(again, file="x").clauses) == ["D-9"]


def test_a_section_that_is_not_there_is_begun():
    text = added(SMALL, "readings", "  R-1: {clauses: [D-1], en: So.}")

    assert list(load(text, file="x").readings) == ["R-1"]


@pytest.mark.parametrize(
    "text",
    ["clauses: {A: {en: One.}}\n", "policy: [", "", "clauses:\n  A: {en: x}\n"],
    ids=["in one line", "unreadable", "empty", "another"],
)
def test_what_has_no_lines_of_its_own_is_not_changed(text):
    with pytest.raises(NoBlock):
        replaced(text, "clauses", "B", "  B: {en: Two.}")


def test_nothing_is_added_to_a_section_in_one_line():
    with pytest.raises(NoBlock):
        added("clauses: {A: {en: One.}}\n", "clauses", "  B: {en: Two.}")
