"""One value of a mapping changed, everything else as it was written."""

import pytest

from kept.rules.policy import load, shipped
from kept.rules.policy.blocks import NoBlock, appended, blocks
from kept.rules.policy.fields import Kind, fields_of
from kept.rules.policy.forms import RULE_FORMS
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode
from kept.rules.policy.pieces import (
    NotAPiece,
    changed,
    filled,
    items,
    listed,
    pieces,
    plain,
    unset_values,
    value_of,
)
from tests.rules.policy.texts import EVERYTHING

RULE = """\
# how it runs
form: clock
start: request.received   # from the notice
when:
  # only then
  emergency: yes
pauses:
  - from: a
    until: b
  # the second
  - {from: c, until: d}

# at the end
limit: 3 h
"""
FILES = {path.name: path.read_text() for path in (EVERYTHING, *shipped().values())}


def said(node: Node) -> object:
    """Return what a value says, without the lines it stands in."""
    match node:
        case TextNode():
            return node.value
        case ListNode():
            return [said(part) for part in node.parts]
        case MapNode():
            return {key.value: said(value) for key, value in node.entries}


def rules(text: str) -> list[str]:
    """Return the rules of a file, each by its own text."""
    found = blocks(text)
    return [
        pieces(one.text)[key].text for (section, key), one in found.items() if section == "rules"
    ]


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        ({"start": "notice.formal"}, {"start": "start: notice.formal   # from the notice"}),
        ({"limit": "{is: 2 h}"}, {"limit": "limit: {is: 2 h}"}),
        ({"limit": "by: x\ncells: {1: 2 h}"}, {"limit": "limit:\n  by: x\n  cells: {1: 2 h}"}),
        ({"when": "cause: wear"}, {"when": "when:\n  cause: wear"}),
    ],
    ids=["comment stays", "flow", "two lines", "mapping on one line"],
)
def test_a_value_changes_and_its_neighbours_do_not(new, lines):
    after = changed(RULE, new)

    for line in lines.values():
        assert line in after
    untouched = {key: one.text for key, one in pieces(RULE).items() if key not in new}
    assert {k: v.text for k, v in pieces(after).items() if k not in new} == untouched
    assert "# the second" in after
    assert "# at the end" in after


def test_an_empty_value_takes_its_key_away_and_a_new_one_stands_in_order():
    after = changed(RULE, {"when": "", "stop": "x"}, order=("form", "start", "stop", "limit"))

    assert list(pieces(after)) == ["form", "start", "stop", "pauses", "limit"]


def test_items_keep_their_comments():
    first, second = items(pieces(RULE)["pauses"].text)

    assert first == "from: a\nuntil: b"
    assert second == "# the second\n{from: c, until: d}"
    assert items(listed([first, second])) == [first, second]


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_every_rule_says_the_same_when_each_value_is_taken_out_and_put_back(text):
    found = rules(text)
    assert found
    for rule in found:
        there = pieces(rule)
        for key, one in there.items():
            without = changed(rule, {key: ""})
            again = changed(without, {key: one.text}, order=list(there))
            assert said(value_of(again)) == said(value_of(rule))
            assert key not in pieces(without)


@pytest.mark.parametrize(
    "text", ["{a: [}", "*alias", "&x 1", "a: 1\na: 2", "!!python/object:os.system x"]
)
def test_what_is_no_value_of_the_language_is_refused(text):
    with pytest.raises(NotAPiece):
        value_of(text)


@pytest.mark.parametrize("words", ['say "so"', "a: b", "# no", "[x", "line\nline", "一、二", "-"])
def test_words_come_back_as_they_were_typed(words):
    assert said(value_of(plain(words))) == words


def test_an_unset_value_is_filled_in_where_it_stands():
    text = shipped()["S3c"].read_text()
    place = next(one for one in unset_values(text) if one.path[1] == "answer")

    after = filled(text, {place: "2 h"})

    assert len(after.splitlines()) == len(text.splitlines())
    assert len(unset_values(after)) == len(unset_values(text)) - 1
    load(after, file="S3c")


@pytest.mark.parametrize("value", ["{", "a: b", "2 h\nrules: {}"])
def test_a_value_that_would_change_more_than_itself_is_refused(value):
    text = shipped()["S3c"].read_text()
    place = unset_values(text)[0]

    with pytest.raises(NotAPiece):
        filled(text, {place: value})


HEAD = "policy: X\n\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (HEAD, HEAD + "\naccepted:\n  - a\n"),
        (HEAD + "accepted: []\n", HEAD + "accepted:\n  - a\n"),
        (
            HEAD + "accepted:\n  - b\n\n# next\nrules: {}\n",
            HEAD + "accepted:\n  - b\n  - a\n\n# next\nrules: {}\n",
        ),
    ],
)
def test_an_item_is_added_to_a_list(text, after):
    assert appended(text, "accepted", "  - a") == after


def test_a_list_on_one_line_has_no_place_for_an_item():
    with pytest.raises(NoBlock):
        appended(HEAD + "accepted: [a]\n", "accepted", "  - b")


class TestFields:
    @pytest.mark.parametrize("form", RULE_FORMS)
    def test_every_key_of_a_form_has_a_field(self, form):
        assert {one.key for one in fields_of(form)} == {*RULE_FORMS[form].keys} - {"form"}

    def test_words_are_offered_and_choices_are_closed(self):
        clock = {one.key: one for one in fields_of("clock")}

        assert clock["strength"].kind is Kind.CHOICE
        assert clock["strength"].choices == ("guarantee", "target", "aim")
        assert clock["calendar"].offers == "calendars"
        assert clock["start"].offers == "events"
        assert clock["source"].offers == "clauses"
        assert clock["actor"].offers == "people"

    def test_cases_have_fields_of_their_own(self):
        cases = next(one for one in fields_of("cost") if one.key == "cases")

        assert cases.kind is Kind.ITEMS
        assert {"source", "when", "pays", "price", "fee"} <= {one.key for one in cases.fields}
