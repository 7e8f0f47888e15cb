"""What differs between two versions."""

import pytest

from kept.rules.policy import load, load_shipped, shipped
from kept.rules.policy.blocks import removed
from kept.rules.policy.changes import Change, ChangeKind, changes


def between(old: str, new: str, *, code: str = "S2") -> tuple[Change, ...]:
    text = shipped()[code].read_text()
    assert old in text
    return changes(load_shipped(code), load(text.replace(old, new, 1), file="x"))


@pytest.mark.parametrize("code", list(shipped()))
def test_nothing_differs_from_itself_nor_from_a_copy_with_other_lines(code):
    moved = "# a comment\n\n" + shipped()[code].read_text()

    assert changes(load_shipped(code), load(moved, file="other")) == ()


@pytest.mark.parametrize(
    ("old", "new", "section", "key", "parts"),
    [
        ("limit: 1 h", "limit: 2 h", "rules", "answer", ("limit",)),
        ("stop: response.given", "stop: answer.given", "rules", "answer", ("stop",)),
        ("name: {en: Answer,", "name: {en: Reply,", "rules", "answer", ("name",)),
        ("repair without charge", "mend without charge", "clauses", "S2-1d", ("text",)),
        ('version: "2026-01"', 'version: "2026-02"', "head", "version", ("version",)),
        ("third_party: provider", "third_party: customer", "rules", "who_pays", ("cases",)),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_names_the_entry_and_its_parts(old, new, section, key, parts):
    [change] = between(old, new)

    assert (change.kind, change.section, change.key, change.parts) == (
        ChangeKind.CHANGED,
        section,
        key,
        parts,
    )


def test_names_the_clauses_of_what_changed():
    [change] = between("limit: 1 h", "limit: 2 h")

    assert change.clauses == ("S2-2a",)


def test_what_came_and_what_went():
    text = shipped()["S2"].read_text()
    before, after = load_shipped("S2"), load(removed(text, "readings", "C60"), file="x")

    assert [(c.kind, c.key) for c in changes(before, after)] == [(ChangeKind.REMOVED, "C60")]
    assert [(c.kind, c.key) for c in changes(after, before)] == [(ChangeKind.ADDED, "C60")]


def test_what_somebody_accepted_is_a_change():
    text = shipped()["S2"].read_text()
    before = load(text.partition("\naccepted:")[0] + "\n", file="x")

    [change] = changes(before, load_shipped("S2"))

    assert (change.kind, change.section) == (ChangeKind.ADDED, "accepted")
    assert change.key == "payer-gap: S2-10c, S2-6d, S2-5c, S2-8b, S2-1e"
    assert change.clauses == ("S2-10c", "S2-6d", "S2-5c", "S2-8b", "S2-1e")


def test_a_role_that_is_renamed_is_a_change():
    [change] = between("{en: the head of engineering,", "{en: the chief of engineering,")

    assert (change.section, change.key) == ("roles", "engineering_head")


def test_another_form_is_said_as_such():
    [change] = between(
        "form: term\n    name: {en: Free warranty", "form: term\n    name: {en: Free warranties"
    )

    assert change.parts == ("name",)
