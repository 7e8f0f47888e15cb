"""Anchors outside the database, which show what the database alone cannot."""

import hashlib

import pytest
from django.db import connection

from kept.records.ledger import anchors, queries
from kept.records.ledger.actor import System
from kept.records.ledger.anchors import BrokenAnchors, merkle_root
from kept.records.ledger.chain import GENESIS
from kept.records.ledger.models import Entry
from kept.records.ledger.services import Line, keep_anchor, write_many
from tests.append_only import act_as_database_administrator
from tests.records.times import moment

MONDAY = moment("2026-03-02 23:59")
TUESDAY = moment("2026-03-03 23:59")
WEDNESDAY = moment("2026-03-04 23:59")


def tell(stream: str, *verbs: str) -> None:
    by = System("sweeper")
    write_many([Line(stream=stream, verb=verb, by=by, at=MONDAY) for verb in verbs])


@pytest.fixture
def file(tmp_path):
    return tmp_path / "anchors.jsonl"


def rebuild_from(stream: str, seq: int) -> None:
    """Change an entry and compute every later hash anew, as who knows the algorithm can."""
    entries = Entry.objects.filter(stream=stream, seq__gte=seq).order_by("seq")
    prev = entries[0].prev
    act_as_database_administrator("ledger_entry")
    with connection.cursor() as cursor:
        for entry in list(entries):
            entry.verb = "forged" if entry.seq == seq else entry.verb
            entry.prev = prev
            prev = entry.link().digest()
            cursor.execute(
                "UPDATE ledger_entry SET verb = %s, prev = %s, hash = %s WHERE id = %s",
                [entry.verb, entry.prev, prev, entry.pk],
            )
        cursor.execute("UPDATE ledger_head SET hash = %s WHERE stream = %s", [prev, stream])


@pytest.mark.django_db
class TestKeepAnchor:
    def test_names_only_what_moved_since_the_last_one(self, file):
        tell("case:1", "a", "b")
        tell("case:2", "a")
        first = keep_anchor(at=MONDAY, file=file)
        tell("case:2", "b")
        second = keep_anchor(at=TUESDAY, file=file)

        assert [(s.stream, s.seq) for s in first.stands] == [("case:1", 2), ("case:2", 1)]
        assert [(s.stream, s.seq) for s in second.stands] == [("case:2", 2)]
        assert second.prev == first.root
        assert anchors.read(file) == [first, second]

    def test_keeps_nothing_when_nothing_moved(self, file):
        tell("case:1", "a")
        keep_anchor(at=MONDAY, file=file)

        assert keep_anchor(at=TUESDAY, file=file) is None
        assert len(anchors.read(file)) == 1

    def test_starts_anew_behind_a_line_cut_off_by_a_crash(self, file):
        tell("case:1", "a")
        keep_anchor(at=MONDAY, file=file)
        file.write_bytes(file.read_bytes() + b'{"at":"2026-03-0')
        tell("case:1", "b")

        keep_anchor(at=TUESDAY, file=file)

        assert len(anchors.read(file)) == 2

    def test_refuses_to_go_on_after_a_changed_file(self, file):
        tell("case:1", "a")
        keep_anchor(at=MONDAY, file=file)
        file.write_bytes(file.read_bytes().replace(b'["case:1",1,', b'["case:1",2,'))
        tell("case:1", "b")

        with pytest.raises(BrokenAnchors, match="line 1: was changed"):
            keep_anchor(at=TUESDAY, file=file)


@pytest.mark.django_db
class TestAL02:
    def test_AL_02_a_rebuilt_chain_is_found_with_the_window_of_its_change(self, file):
        tell("case:1", *"abc")
        keep_anchor(at=MONDAY, file=file)
        tell("case:1", *"def")
        keep_anchor(at=TUESDAY, file=file)
        rebuild_from("case:1", 5)

        assert list(queries.verify_all()) == []  # the database alone cannot tell
        found = queries.verify_anchors(anchors.read(file))
        assert (found.fault.stream, found.fault.seq) == ("case:1", 6)
        assert (found.after, found.before) == (MONDAY, TUESDAY)

    def test_AL_02_a_cut_off_tail_is_found(self, file):
        tell("case:1", *"abc")
        keep_anchor(at=MONDAY, file=file)
        act_as_database_administrator("ledger_entry")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM ledger_entry WHERE seq = 3")
            cursor.execute(
                "UPDATE ledger_head SET seq = entry.seq, hash = entry.hash"
                " FROM ledger_entry entry WHERE entry.seq = 2"
            )

        assert list(queries.verify_all()) == []
        assert queries.verify_anchors(anchors.read(file)).fault.reason == "is gone"

    def test_AL_02_an_untouched_ledger_holds(self, file):
        tell("case:1", *"abc")
        keep_anchor(at=MONDAY, file=file)
        tell("case:2", *"abc")
        keep_anchor(at=WEDNESDAY, file=file)

        assert queries.verify_anchors(anchors.read(file)) is None


def test_the_tree_is_that_of_rfc_6962():
    leaves = [hashlib.sha256(bytes([0, n])).digest() for n in range(3)]
    pair = hashlib.sha256(b"\x01" + leaves[0] + leaves[1]).digest()

    assert merkle_root([]) == hashlib.sha256(b"").digest()
    assert merkle_root(leaves[:1]) == leaves[0]
    assert merkle_root(leaves) == hashlib.sha256(b"\x01" + pair + leaves[2]).digest()


def test_no_file_is_no_anchor(tmp_path):
    assert anchors.read(tmp_path / "none") == []
    assert GENESIS == "0" * 64
