"""What anchors say about one stream, and nothing about others."""

import pytest

from kept.records.ledger.anchors import Anchor, Stand, merkle_root
from kept.records.ledger.chain import GENESIS
from kept.records.ledger.witness import Step, audit_path, first_untrue, steps
from tests.records.times import moment

HASHES = ["a" * 64, "b" * 64, "c" * 64]


def anchor(day, prev, *stands):
    return Anchor(moment(f"2026-03-{day:02} 23:59"), tuple(Stand(*stand) for stand in stands), prev)


@pytest.fixture
def kept():
    before = anchor(1, GENESIS, ("case:2", 1, "9" * 64))
    first = anchor(2, before.root, *[(f"case:{n}", 1, HASHES[0]) for n in range(1, 6)])
    between = anchor(3, first.root, ("case:9", 1, "8" * 64))
    last = anchor(4, between.root, ("case:1", 3, HASHES[2]), ("case:2", 2, "7" * 64))
    return [before, first, between, last]


def test_they_begin_with_the_first_that_names_the_stream_and_leave_no_gap(kept):
    found = list(steps("case:1", kept))

    assert [step.seq for step in found] == [1, 0, 3]
    assert [step.root for step in found] == [one.root for one in kept[1:]]


def test_they_name_no_other_stream(kept):
    told = str([step.told() for step in steps("case:1", kept)])

    assert "case:" not in told
    assert "9" * 64 not in told


def test_a_stream_without_anchor_has_none(kept):
    assert list(steps("case:77", kept)) == []


@pytest.mark.parametrize("count", range(1, 18))
def test_every_leaf_leads_to_the_root(count):
    stands = [Stand(f"case:{n}", 1, "5" * 64) for n in range(count)]
    tree = merkle_root([stand.leaf() for stand in stands]).hex()

    for place, stand in enumerate(stands):
        path = tuple(audit_path([one.leaf() for one in stands], place))
        step = Step("2026-03-02T12:00:00.000000Z", GENESIS, tree, 1, stand.hash, path)
        assert step.leads_to_tree(stand.stream)
        assert not step.leads_to_tree("case:other")


def test_they_hold_for_the_entries_they_name(kept):
    assert first_untrue("case:1", list(steps("case:1", kept)), HASHES) is None


@pytest.mark.parametrize(
    ("hashes", "seq", "reason"),
    [
        (HASHES[:2], 3, "gone"),  # the end was cut off
        (["a" * 64, "b" * 64, "d" * 64], 3, "another entry"),
        (["d" * 64, "b" * 64, "c" * 64], 1, "another entry"),
    ],
)
def test_entries_that_are_others_are_named(kept, hashes, seq, reason):
    fault = first_untrue("case:1", list(steps("case:1", kept)), hashes)

    assert fault.seq == seq
    assert reason in fault.reason


def test_an_anchor_that_is_left_out_shows(kept):
    found = list(steps("case:1", kept))

    assert "does not follow" in first_untrue("case:1", [found[0], found[2]], HASHES).reason


def test_a_step_reads_back_the_same(kept):
    for step in steps("case:1", kept):
        assert Step.read(step.told()) == step
