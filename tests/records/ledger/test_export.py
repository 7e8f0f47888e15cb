"""A proof that a stranger checks with one command, without the system."""

import json

import pytest

from kept.records.ledger import anchors, export, queries
from kept.records.ledger.actor import System
from kept.records.ledger.export import NotAnExport, verify_export
from kept.records.ledger.models import Entry
from kept.records.ledger.services import Line, keep_anchor, write_many
from tests.records.times import moment

NOON = moment("2026-03-02 12:00")


@pytest.fixture
def told(db):
    by = System("sweeper")
    data = {"said": "泵坏了\u2028second line"}
    write_many(
        [Line(stream="case:1", verb=verb, by=by, at=NOON, data=data) for verb in ("a", "b", "c")]
    )


@pytest.fixture
def file(told, tmp_path):
    path = tmp_path / "case-1.jsonl"
    text = "".join(export.lines("case:1", queries.links("case:1")))
    path.write_text(text, encoding="utf8", newline="")
    return path


def change(path, number, **values):
    rows = path.read_text(encoding="utf8").removesuffix("\n").split("\n")
    rows[number] = json.dumps({**json.loads(rows[number]), **values}, ensure_ascii=False)
    path.write_text("\n".join(rows) + "\n", encoding="utf8")


def test_an_untouched_file_holds(file):
    verdict = verify_export(file)

    assert verdict.holds
    assert (verdict.stream, verdict.entries) == ("case:1", 3)
    assert verdict.head == Entry.objects.get(seq=3).hash


@pytest.mark.parametrize(
    ("number", "values", "seq"),
    [
        (2, {"verb": "x"}, 2),
        (3, {"data": {"said": "nothing"}}, 3),
        (1, {"at": "2026-03-02T03:00:00.000000Z"}, 1),
        (0, {"entries": 2}, 4),
        (0, {"head": "0" * 64}, 4),
        (0, {"stream": "case:2"}, 1),
    ],
)
def test_a_changed_file_names_the_entry(file, number, values, seq):
    change(file, number, **values)

    assert verify_export(file).fault.seq == seq


def test_a_file_whose_end_was_cut_off_does_not_hold(file):
    rows = file.read_text(encoding="utf8").split("\n")
    file.write_text("\n".join(rows[:3]) + "\n", encoding="utf8")

    assert verify_export(file).fault.seq == 3


def test_a_wholly_new_chain_is_found_by_an_anchor(file, tmp_path):
    kept = tmp_path / "anchors.jsonl"
    keep_anchor(at=NOON, file=kept)
    links = [link for link, _ in queries.links("case:1")]
    forged, prev = [], links[0].prev
    for link in links:
        other = type(link)(**{**vars(link), "verb": "x", "prev": prev})
        prev = other.digest()
        forged.append((other, prev))
    file.write_text("".join(export.lines("case:1", forged)), encoding="utf8")

    assert verify_export(file).holds
    assert verify_export(file, anchors=anchors.read(kept)).anchor_fault.fault.seq == 3


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", '{"format":"other"}', '{"format":"kept ledger 1","stream":"a"}'],
)
def test_another_file_is_called_so(tmp_path, text):
    path = tmp_path / "other"
    path.write_text(text)

    with pytest.raises(NotAnExport, match="line 1"):
        verify_export(path)


def test_a_line_that_is_no_entry_is_named(file):
    file.write_text(file.read_text(encoding="utf8") + '{"stream":"case:1"}\n', encoding="utf8")

    with pytest.raises(NotAnExport, match="line 5"):
        verify_export(file)


def test_a_key_that_stands_twice_is_no_proof(file):
    rows = file.read_text(encoding="utf8").split("\n")
    rows[2] = rows[2].replace('"verb":', '"verb":"another","verb":')
    file.write_text("\n".join(rows), encoding="utf8")

    with pytest.raises(NotAnExport, match="line 3"):
        verify_export(file)
