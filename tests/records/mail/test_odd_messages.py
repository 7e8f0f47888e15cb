"""Odd messages are read, or refused with a word; the next one is read whatever came before."""

from contextlib import nullcontext, suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.mail.reading.message import NotRead
from kept.records.mail.reading.reader import Reader
from tests.records.mail.messages import message
from tests.records.mail.odd_messages import ODD

BYTES = [raw for raw, _ in ODD.values() if len(raw) < 20_000]


@pytest.fixture(scope="module")
def reader():
    reader = Reader()
    yield reader
    reader.close()


@pytest.mark.parametrize("name", ODD)
def test_EM_10_EM_11_an_odd_message_is_read_or_refused(reader, name):
    raw, seen = ODD[name]
    with suppress(NotRead) if seen is None else nullcontext():
        found, files = reader.read(raw)

        assert (seen or "") in found.text
        assert [len(file) for file in files] == [one.size for one in found.attached]
        kept = [found.subject, found.text, *(one.name for one in found.attached)]
        assert not any("\0" in words for words in kept)
        "".join(kept).encode("utf-8")


@given(st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_EM_10_a_message_with_some_bytes_changed_breaks_nothing(reader, data):
    raw = bytearray(data.draw(st.sampled_from(BYTES)) or b"x")
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=12))
        raw = raw or bytearray(b"x")
    with suppress(NotRead):
        found, _ = reader.read(bytes(raw))

        found.text.encode("utf-8")


def test_the_next_message_is_read_whatever_came_before(reader):
    for raw, _ in ODD.values():
        with suppress(NotRead):
            reader.read(raw)

    assert reader.read(message("And the next one."))[0].text.strip() == "And the next one."
