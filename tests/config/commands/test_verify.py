"""`kept verify` and the script for strangers: both say the same of every file."""

import hashlib
import json
import subprocess
import sys

import pytest

from kept.config.commands import main
from kept.records.ledger import anchors, chain, export
from kept.records.ledger.anchors import Anchor, Stand
from kept.records.ledger.chain import GENESIS, Link
from tests.records.times import moment
from tests.repo.files import ROOT

SCRIPT = ROOT / "docs" / "verify_proof.py"
PDF = b"%PDF-1.7 what was done"
NOON = moment("2026-03-02 12:00")
SIGNED = {"document": 7, "sha256": hashlib.sha256(PDF).hexdigest()}
SAID = [
    ("fact.recorded", {"kind": "request.received", "text": "泵坏了\u2028second line"}),
    ("document.issued", SIGNED),
    ("fact.recorded", {"kind": "note.added", "text": hashlib.sha256(b"forged").hexdigest()}),
    ("case.closed", {}),
]


def chained(said, stream="case:K-000001"):
    """Return entries as a case has them."""
    links, prev = [], GENESIS
    for seq, (verb, data) in enumerate(said, start=1):
        link = Link(stream, seq, NOON, "person:1", "Zhou Min", "web:hotline", verb, data, prev)
        prev = link.digest()
        links.append((link, prev))
    return links


def anchored(links):
    """Return two anchors that name the second and the last entry, among other streams."""
    others = [Stand(f"case:K-{n:06}", 1, "5" * 64) for n in range(2, 5)]
    [link] = {link.stream for link, _digest in links}
    first = Anchor(NOON, (Stand(link, 2, links[1][1]), *others), GENESIS)
    last = Anchor(moment("2026-03-03 12:00"), (others[0], Stand(link, 4, links[3][1])), first.root)
    return [first, last]


@pytest.fixture
def proof(tmp_path):
    path = tmp_path / "K-000001.proof.jsonl"
    links = chained(SAID)
    text = "".join(export.lines("case:K-000001", links, anchors=anchored(links)))
    path.write_text(text, encoding="utf8", newline="")
    return path


def rows_of(path):
    return [json.loads(row) for row in path.read_text(encoding="utf8").strip("\n").split("\n")]


def write(path, rows):
    lines = [chain.canonical(row).decode() + "\n" for row in rows]
    path.write_text("".join(lines), encoding="utf8", newline="")


def stranger(*arguments):
    """Run the script as somebody who has Python and nothing of ours."""
    command = [sys.executable, "-I", str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf8")


def test_SG_06_a_whole_proof_holds_for_us_and_for_a_stranger(proof, capsys):
    code = main(["verify", str(proof)])

    said = capsys.readouterr().out
    assert code == 0
    assert "all 4 entries hold" in said
    assert "entries 1 to 4" in said
    answer = stranger(proof)
    assert (answer.returncode, answer.stdout) == (0, said)


def changed(number, **values):
    def change(rows):
        rows[number] |= values

    return change


def left_out(number):
    return lambda rows: rows.pop(number)


def swapped(rows):
    rows[2], rows[3] = rows[3], rows[2]


def put_in(rows):
    rows.insert(3, dict(rows[3]))


def cut_off(rows):
    """Cut the last entry off and let the first line agree."""
    del rows[4]
    rows[0] |= {"entries": 3, "head": rows[3]["hash"]}


def rebuilt(rows):
    """Write the whole chain anew, as who knows how it is made can."""
    links = chained([("fact.recorded", {"kind": "forged"}), *SAID[1:]])
    rows[1:5] = [{**link.body(), "hash": digest} for link, digest in links]
    rows[0] |= {"head": links[-1][1]}


def another_path(rows):
    rows[5]["path"][0][1] = "0" * 64


@pytest.mark.parametrize(
    ("tamper", "entry"),
    [
        (changed(2, verb="x"), 2),
        (changed(3, at="2026-03-02T03:00:00.000000Z"), 3),
        (changed(1, actor="person:2"), 1),
        (changed(1, name="Somebody Else"), 1),
        (changed(4, data={"said": "nothing"}), 4),
        (left_out(2), 2),
        (swapped, 2),
        (put_in, 4),
        (left_out(4), 4),
        (cut_off, 4),
        (rebuilt, 2),
        (another_path, 2),
        (changed(6, tree="0" * 64), 4),
        (changed(5, at="2026-03-02T03:00:00.000000Z"), 4),
        (changed(0, stream="case:K-000002"), 1),
    ],
)
def test_AL_01_verify_names_the_first_bad_entry(proof, capsys, tamper, entry):
    rows = rows_of(proof)
    tamper(rows)
    if len(rows) != 7 and rows[0]["entries"] == 4:
        rows[0]["anchors"] = 2
    write(proof, rows)

    code = main(["verify", str(proof), "--json"])

    found = json.loads(capsys.readouterr().out)
    assert (code, found["holds"]) == (1, False)
    assert found["proof"]["fault"]["entry"] == entry
    answer = stranger(proof)
    assert answer.returncode == 1
    assert "NOT whole" in answer.stdout


def test_AL_02_a_rebuilt_proof_with_anchors_of_its_own_leads_to_no_root_that_is_known(
    proof, capsys, tmp_path
):
    root = anchored(chained(SAID))[-1].root
    forged = chained([("fact.recorded", {"kind": "forged"}), *SAID[1:]])
    text = "".join(export.lines("case:K-000001", forged, anchors=anchored(forged)))
    other = tmp_path / "forged"
    other.write_text(text, encoding="utf8", newline="")

    assert main(["verify", str(proof), "--root", root]) == 0
    assert main(["verify", str(other)]) == 0  # it agrees with itself
    assert main(["verify", str(other), "--root", root]) == 1
    assert "NOT lead to the root" in capsys.readouterr().out


def test_AL_02_a_copy_of_the_anchors_names_the_window(proof, capsys, tmp_path):
    copy = tmp_path / "anchors.jsonl"
    for anchor in anchored(chained(SAID)):
        anchors.append(copy, anchor)
    forged = chained([*SAID[:3], ("case.closed", {"forged": "yes"})])
    text = "".join(export.lines("case:K-000001", forged))
    other = tmp_path / "forged"
    other.write_text(text, encoding="utf8", newline="")

    assert main(["verify", str(proof), "--anchors", str(copy)]) == 0
    capsys.readouterr()
    assert main(["verify", str(other), "--anchors", str(copy)]) == 1
    said = capsys.readouterr().out
    assert "Entry 4 was rewritten after 2026-03-02 04:00 UTC" in said
    assert "2026-03-03 04:00 UTC" in said


def test_SG_06_a_document_is_known_by_its_bytes(proof, capsys, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(PDF)

    assert main(["verify", str(proof), "--document", str(file)]) == 0
    assert "entry 2" in capsys.readouterr().out
    assert stranger(proof, file).returncode == 0

    file.write_bytes(PDF + b" ")
    assert main(["verify", str(proof), "--document", str(file)]) == 1
    assert "NOT in this proof" in capsys.readouterr().out
    assert stranger(proof, file).returncode == 1


def test_SG_06_a_hash_that_somebody_typed_into_a_note_makes_no_document(proof, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(b"forged")

    assert main(["verify", str(proof), "--document", str(file)]) == 1
    assert stranger(proof, file).returncode == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"{}\n", b"%PDF-1.7", b'{"format":"kept ledger 2"}', b"[" * 100_000],
)
def test_what_is_no_proof_is_called_so(tmp_path, capsys, content):
    file = tmp_path / "other"
    file.write_bytes(content)

    assert main(["verify", str(file)]) == 1
    assert "is no proof" in capsys.readouterr().err
    assert stranger(file).returncode == 1


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["verify", str(tmp_path / "none")]) == 1
    assert "No such file" in capsys.readouterr().err


def test_a_proof_without_anchors_says_what_it_is_worth(tmp_path, capsys):
    file = tmp_path / "young"
    file.write_text("".join(export.lines("case:K-000001", chained(SAID))), encoding="utf8")

    assert main(["verify", str(file)]) == 0
    assert "No anchor vouches" in capsys.readouterr().out
