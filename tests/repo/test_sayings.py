"""What the rules say to people: every sentence has a code, its values, and all languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from kept.rules.said import Saying

RULES = Path(__file__).resolve().parents[2] / "src" / "kept" / "rules"
HOLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
LANGUAGES = ("zh-Hans", "zh-Hant")
SENTENCE = re.compile(r"[A-Z“{][^\n]* [^\n]*[.?]")
ENGLISH_WORDS = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){3,}")
# Their sentences stand in three languages beside what they speak about (ADR 6), or in the
# pages that are made from them, or they are for programs: `kept hours` answers JSON with JSON.
ELSEWHERE = (
    "assess",
    "facts",
    "hours",
    "library",
    "papers",
    "policy/questions.py",
    "policy/schema",
    "policy/__main__.py",
)


@dataclass(frozen=True)
class Said:
    """A sentence or some words in the code, as they are written there."""

    place: str
    code: str  # "" for words
    text: str
    values: frozenset[str] | None  # None: filled elsewhere, as the kinds of findings are


@cache
def sayings() -> tuple[Said, ...]:
    return tuple(said for file in sorted(RULES.rglob("*.py")) for said in _in(file))


def _in(file: Path) -> Iterator[Said]:
    tree = ast.parse(file.read_text(encoding="utf8"))
    kinds = {id(inner) for call in _calls(tree, "Kind") for inner in call.args}
    for name in ("Saying", "noun"):
        for call in _calls(tree, name):
            parts = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
            if len(parts) != (2 if name == "Saying" else 1):
                continue  # made from others: `then`, `Kind.at`, `noun` itself
            *code, text = parts
            values = frozenset(key.arg or "" for key in call.keywords)
            filled_later = id(call) in kinds or file.name == "said.py"
            yield Said(
                f"{file.relative_to(RULES)}:{call.lineno}",
                "".join(code),
                text,
                None if filled_later else values,
            )


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def test_there_are_many():
    assert len(sayings()) > 400


def test_every_hole_has_its_value_and_every_value_its_hole():
    wrong = [
        said.place
        for said in sayings()
        if said.values is not None and said.values != set(HOLE.findall(said.text))
    ]
    assert wrong == []


def test_a_code_stands_for_one_sentence_at_least_in_what_it_means():
    codes = {said.code for said in sayings() if said.code}
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in codes)
    texts = {said.code: said.text for said in sayings() if said.code}
    several = {said.code for said in sayings() if said.code and said.text != texts[said.code]}
    # The same mistake, worded for where it was made.
    assert several <= {"no-such-fact", "something-else-stands-here"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_takes_its_values(language):
    for said in sayings():
        values = {name: f"<{name}>" for name in HOLE.findall(said.text)}
        there = Saying(said.code, said.text, **values).in_language(language)
        assert all(value in there for value in values.values()), (said.place, there)
        own = re.sub(r"<\w+>|“[^”]*”|「[^」]*」|\{[^}]*\}|\[[^]]*\]|\"[^\"]*\"", "", there)
        assert not ENGLISH_WORDS.search(own), (said.place, there)


def test_nothing_is_said_in_english_alone():
    """The list of sentences that reach people without a translation; it is empty."""
    alone = [
        f"{file.relative_to(RULES)}:{node.lineno}: {node.value}"
        for file in sorted(RULES.rglob("*.py"))
        if not str(file.relative_to(RULES)).startswith(ELSEWHERE)
        for node in _texts_outside(ast.parse(file.read_text(encoding="utf8")))
        if SENTENCE.fullmatch(node.value)
    ]
    assert alone == []


def _texts_outside(tree: ast.AST) -> Iterator[ast.Constant]:
    """Return the texts that are neither docstrings nor part of a sentence with a code."""
    known: set[int] = set()
    for name in ("Saying", "noun"):
        for call in _calls(tree, name):
            known |= {id(part) for part in ast.walk(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            known.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in known:
            yield node
