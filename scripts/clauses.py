"""Writes docs/clauses.md: every clause of the shipped policies, where it is kept, and its proof."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kept.rules.policy import load_shipped, shipped
from kept.rules.policy.model import ClauseState, Policy
from kept.rules.policy.model.policy import FORM_OF
from kept.rules.policy.walk import walk

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "clauses.md"
PROOFS = ROOT / "tests" / "rules" / "library"

HEAD = """# Clauses

Every clause of the shipped policies: what form it has, where it is kept, and the tests that show
it at work. A clause that no rule keeps is a statement, unset (the paper leaves its value out) or
pending. This page is made from the policies and the tests: `python scripts/clauses.py`.
"""
TEST = re.compile(r"^def (test_S\w+)\(", re.MULTILINE)


def slug(clause: str) -> str:
    """Return how a clause's id stands in the name of a test: "S4c-2.5" is "S4c_2_5"."""
    return re.sub(r"[.-]", "_", clause)


def policies() -> tuple[Policy, ...]:
    """Return the policies that come with Kept."""
    return tuple(load_shipped(key) for key in shipped())


def tests() -> tuple[str, ...]:
    """Return the names of the tests that begin with a policy's id, in the order of their files."""
    files = sorted(PROOFS.glob("test_*.py"))
    return tuple(name for file in files for name in TEST.findall(file.read_text("utf-8")))


def proofs(clauses: Iterable[str], names: Iterable[str]) -> dict[str, list[str]]:
    """Return the tests of each clause: those whose names begin with its id, alone or among others.

    A longer id is not a shorter one.
    """
    ids = {slug(clause): clause for clause in clauses}
    found: dict[str, list[str]] = {clause: [] for clause in ids.values()}
    for name in names:
        words = name.removeprefix("test_").split("_")
        while words:
            count = _longest(words, ids)
            if not count:
                break
            found[ids["_".join(words[:count])]].append(name)
            words = words[count:]
    return found


def _longest(words: list[str], ids: Mapping[str, str]) -> int:
    """Return how many words at the beginning make the longest id; 0 if none does."""
    counts = range(len(words), 0, -1)
    return next((count for count in counts if "_".join(words[:count]) in ids), 0)


def keepers(policy: Policy) -> dict[str, tuple[str, str]]:
    """Return for each clause that is kept the form and the name of what keeps it."""
    return {
        clause: (form, name)
        for form, name, owner in _owners(policy)
        for part in walk(owner)
        for clause in getattr(part, "source", ())
    }


def _owners(policy: Policy) -> Iterator[tuple[str, str, object]]:
    groups: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("classification", policy.scales),
        ("calendar", policy.calendars),
        ("party", policy.parties),
        ("role", policy.roles),
        ("channel", policy.channels),
        ("case type", policy.case_types),
        ("component", policy.components),
        ("price basis", policy.prices),
        ("requirement", policy.required),
    )
    for word, named in groups:
        for key, owner in named.items():
            yield word, key, owner
    for key, rule in policy.rules.items():
        yield FORM_OF[type(rule)], key, rule


def page() -> str:
    """Return docs/clauses.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    found = policies()
    shown = proofs((clause for policy in found for clause in policy.clauses), tests())
    for policy in found:
        yield f"## {policy.id}: {policy.title['en']}\n"
        yield "| clause | form | kept in | shown by |\n| --- | --- | --- | --- |"
        kept = keepers(policy)
        for clause in policy.clauses.values():
            form, name = kept.get(clause.id, (clause.form, ""))
            if clause.state is not ClauseState.RULE:
                form = f"{clause.state} {form}".strip()
            place = f"`{policy.id}.policy.yaml:{name}`" if name else ""
            names = "<br>".join(f"`{test}`" for test in shown[clause.id])
            yield f"| {clause.id} | {form} | {place} | {names} |"
        yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
