"""How texts are compared when searching."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.records.archive.search.folding import compact, grams, wanted

# Letters, digits and signs as they stand in names and serial numbers, in several scripts.
SIGNS = st.sampled_from("abzAZ019-_/. éÜ深圳壓力变臺灣泵한Ж々１Ａ")
TEXTS = st.text(SIGNS, min_size=1, max_size=24)


@given(TEXTS, st.data())
def test_whatever_stands_in_a_text_is_found_by_its_pieces(text, data):
    whole = compact(text)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    pieces = wanted(whole[start:end])

    # Too short a part is looked for where words begin only.
    assert set(pieces) <= grams(text) or pieces[0].startswith("^")


@given(TEXTS)
def test_a_text_is_found_by_how_it_begins(text):
    whole = compact(text)
    for length in range(1, len(whole) + 1):
        assert set(wanted(whole[:length])) <= grams(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("壓力變送器", "压力变送器"),
        ("臺灣", "台湾"),
        ("ＥＪＡ－１１０", "eja110"),
        ("SN 2024/0001-A", "sn20240001a"),
        ("Müller Straße", "mullerstrasse"),
        ("  ", ""),
    ],
)
def test_texts_that_mean_the_same_compare_equal(text, same):
    assert compact(text) == same


def test_folding_twice_is_folding_once():
    assert compact(compact("臺灣 Ünit－１")) == compact("臺灣 Ünit－１")
