"""The chain of hashes, as plain values."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.records.ledger.chain import GENESIS, Link, NotCanonical, canonical, first_fault
from kept.records.ledger.telling import changes, told
from tests.records.times import moment

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def chain(*verbs: str) -> list[tuple[Link, str]]:
    links, prev = [], GENESIS
    for seq, verb in enumerate(verbs, start=1):
        link = Link(
            stream="case:1",
            seq=seq,
            at=moment("2026-03-02 12:00"),
            actor="person:1",
            name="王芳",
            origin="web",
            verb=verb,
            data={"n": seq},
            prev=prev,
        )
        prev = link.digest()
        links.append((link, prev))
    return links


@given(PLAIN)
def test_what_is_written_reads_back_the_same(value):
    assert json.loads(canonical(value)) == value


@given(PLAIN)
def test_a_value_has_one_text_however_its_keys_were_ordered(value):
    again = json.loads(json.dumps(value, sort_keys=True))

    assert canonical(again) == canonical(value)


@pytest.mark.parametrize(
    "value",
    [
        1.0,  # 1.0 and 1 are the same number, but not the same text
        2**53,  # JavaScript and others read another number
        float("nan"),
        "a\x00b",  # jsonb cannot hold it
        "\ud800",  # half a character
        {1: "a"},
        {"deep": [{"deeper": 0.5}]},
        b"bytes",
    ],
)
def test_what_has_no_certain_text_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def test_the_hash_is_the_sha256_of_the_canonical_text():
    [(_, digest)] = chain("case.opened")
    text = (
        '{"actor":"person:1","at":"2026-03-02T04:00:00.000000Z","data":{"n":1},"name":"王芳",'
        '"origin":"web","prev":"' + "0" * 64 + '","seq":1,"stream":"case:1","verb":"case.opened"}'
    )

    assert digest == hashlib.sha256(text.encode()).hexdigest()


def test_an_untouched_chain_holds():
    assert first_fault(chain("a", "b", "c")) is None


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        ({"verb": "x"}, 2),
        ({"actor": "person:2"}, 2),
        ({"name": "x"}, 2),
        ({"origin": "x"}, 2),
        ({"data": {"n": 3}}, 2),
        ({"at": moment("2026-03-02 11:59")}, 2),
        ({"prev": "1" * 64}, 2),
        ({"seq": 4}, 2),
        ({"stream": "case:2"}, 2),
    ],
)
def test_any_changed_field_is_found_at_its_place(change, seq):
    links = chain("a", "b", "c")
    links[1] = (replace(links[1][0], **change), links[1][1])

    assert first_fault(links).seq == seq


def test_a_missing_entry_and_swapped_entries_are_found():
    first, second, third = chain("a", "b", "c")

    assert first_fault([first, third]).seq == 2
    assert first_fault([first, third, second]).seq == 2


def test_facts_are_told_without_fractions_or_objects():
    from datetime import date
    from decimal import Decimal

    value = {"on": date(2026, 3, 2), "km": Decimal("12.5"), "at": moment("2026-03-02 12:00")}

    assert told(value) == {"on": "2026-03-02", "km": "12.5", "at": "2026-03-02T04:00:00.000000Z"}
    canonical(told({"deep": [0.1, {"set": {1}}]}))


def test_changes_name_only_what_differs():
    assert changes({"a": 1, "b": 2}, {"a": 1, "b": 3}) == {"before": {"b": 2}, "after": {"b": 3}}
    assert changes({"a": 1}, {"a": 1}) == {}
