"""Say whether an exported proof is whole. Needs nothing but Python 3.9 or newer: no Kept.

    python3 verify_proof.py PROOF.jsonl [DOCUMENT.pdf]

It is written after docs/ledger.md, not after Kept's own code, and is short enough to be read before
it is run. Exit code 0: whole (and the document is in it); 1: not.
"""

import hashlib
import json
import sys


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def once(pairs):
    """Refuse a key that stands twice: of two, a reader may see one and this program the other."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


class NotWhole(Exception):
    pass


def check_entries(opening, entries):
    prev = "0" * 64
    for seq, entry in enumerate(entries, start=1):
        said = {name: value for name, value in entry.items() if name != "hash"}
        if (entry["stream"], entry["seq"], entry["prev"]) != (opening["stream"], seq, prev):
            raise NotWhole(f"entry {seq} does not follow from the entry before it")
        if sha256(canonical(said)).hex() != entry["hash"]:
            raise NotWhole(f"entry {seq} was changed after it was written")
        prev = entry["hash"]
    if (opening["entries"], opening["head"]) != (len(entries), prev):
        raise NotWhole(f"entry {len(entries) + 1}: the end was cut off or added to")


def check_anchors(opening, entries, anchors):
    """Return the roots, and the last entry that an anchor names."""
    roots, anchored = [], 0
    for anchor in anchors:
        if roots and anchor["prev"] != roots[-1]:
            raise NotWhole(f"the anchor of {anchor['at']} does not follow from the one before it")
        if "seq" in anchor:
            anchored = anchor["seq"]
            check_stand(opening["stream"], entries, anchor)
        told = {name: anchor[name] for name in ("at", "prev", "tree")}
        roots.append(sha256(canonical(told)).hex())
    return roots, anchored


def check_stand(stream, entries, anchor):
    seq = anchor["seq"]
    if not 1 <= seq <= len(entries) or entries[seq - 1]["hash"] != anchor["hash"]:
        raise NotWhole(f"the anchor of {anchor['at']} names another entry {seq}")
    node = sha256(b"\x00", canonical([stream, seq, anchor["hash"]]))
    for side, beside in anchor["path"]:
        pair = (bytes.fromhex(beside), node) if side == "left" else (node, bytes.fromhex(beside))
        node = sha256(b"\x01", *pair)
    if node.hex() != anchor["tree"]:
        raise NotWhole(f"the anchor of {anchor['at']} was changed")


def naming(entries, digest):
    told = [entry for entry in entries if entry["verb"].startswith("document.")]
    return [entry for entry in told if entry["data"].get("sha256") == digest]


def check(proof, document=None):
    with open(proof, encoding="utf8", newline="\n") as file:
        opening, *rows = [json.loads(line, object_pairs_hook=once) for line in file]
    if opening.get("format") != "kept ledger 1":
        raise NotWhole("this is no proof of a Kept ledger")
    until = len(rows) - opening.get("anchors", 0)
    entries, anchors = rows[:until], rows[until:]
    check_entries(opening, entries)
    roots, anchored = check_anchors(opening, entries, anchors)
    print(f"{opening['stream']}: all {len(entries)} entries hold. The last is {opening['head']}.")
    if roots:
        print(f"An anchor vouches for entries 1 to {anchored}; its newest root is {roots[-1]}.")
    if document:
        with open(document, "rb") as file:
            found = naming(entries, sha256(file.read()).hex())
        if not found:
            raise NotWhole(f"{document} was changed, or it belongs elsewhere")
        for entry in found:
            print(f"{document}: unchanged, entry {entry['seq']}, {entry['at']}, {entry['verb']}")


def main(arguments):
    try:
        check(*arguments)
    except NotWhole as reason:
        print(f"NOT whole: {reason}.")
        return 1
    except (ValueError, KeyError, TypeError, AttributeError):
        print("NOT whole: this cannot be read as a proof.")
        return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
