"""The pages made from the code are up to date, and the schema says the same as the reader."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from kept.rules.policy import shipped
from kept.rules.policy.errors import Problems
from kept.rules.policy.nodes import ListNode, Node, TextNode
from kept.rules.policy.reference import SCHEMA_FILE, schema_text, vocabulary_page
from kept.rules.policy.schema import schema
from kept.rules.policy.text import read_nodes
from tests.rules.policy.texts import CLOCK, EVERYTHING, ROOT, changed_rule, policy_text

VALIDATOR = Draft202012Validator(schema())


def plain(node: Node) -> object:
    if isinstance(node, TextNode):
        return node.value
    if isinstance(node, ListNode):
        return [plain(part) for part in node.parts]
    return {key.value: plain(value) for key, value in node.entries}


def valid(text: str) -> bool:
    return VALIDATOR.is_valid(plain(read_nodes(text, Problems("x"))))


def test_the_vocabulary_page_is_what_the_code_says():
    assert (ROOT / "docs/vocabulary.md").read_text() == vocabulary_page()


@pytest.mark.parametrize("file", [SCHEMA_FILE, ROOT / "docs/policy.schema.json"])
def test_the_schema_is_what_the_code_says(file):
    assert file.read_text() == schema_text()


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("file", [EVERYTHING, *shipped().values()], ids=lambda path: path.name)
def test_the_schema_accepts_what_can_be_read(file):
    root = plain(read_nodes(file.read_text(), Problems("x")))

    assert [error.message for error in VALIDATOR.iter_errors(root)] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"strat": "request.received"},
        {"strength": "promise"},
        {"limit": "{tolerances: 1 s}"},
        {"limit": "[2 h]"},
        {"when": "[emergency]"},
        {"when": "{cause: {like: x}}"},
        {"start": "{first_off: [a.b]}"},
        {"name": "{english: x}"},
        {"form": "clok"},
        {"pauses": "[{from: waiting.began}]"},
    ],
    ids=str,
)
def test_the_schema_refuses_what_cannot_be_read(changed):
    assert valid(policy_text())

    assert not valid(policy_text(changed_rule(CLOCK, **changed)))
