"""Say whether an exported proof is whole: nothing changed, left out, put in or moved.

It needs the file alone, no database and no access to the system it came from. With --document, it
also says what the proof knows of a document; with --root or --anchors, whether the proof is the
one that stood when that root was published or that copy of the anchors was made.

Exit code 0: whole; 1: not whole, or not about this document, or no proof.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kept.config.refusal import Refused

if TYPE_CHECKING:
    from kept.records.ledger.export import Proof, Verdict


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take a proof, and what to hold it against."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="a proof, as a case's page gives it"
    )
    parser.add_argument("--document", metavar="PDF", type=Path, help="a document of the case")
    parser.add_argument("--root", metavar="HASH", help="a root that you know from elsewhere")
    parser.add_argument("--anchors", metavar="FILE", type=Path, help="your copy of the anchors")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Check the proof; print what was found."""
    proof, verdict = checked(options)
    found = {"proof": told(verdict), "root": root_told(options.root, verdict)}
    if options.document:
        found["document"] = document_told(options.document, proof)
    whole = all(part["holds"] for part in found.values())
    if options.json:
        print(json.dumps({"holds": whole, **found}, ensure_ascii=False))
    else:
        print("\n".join(part["says"] for part in found.values() if part["says"]))
    return 0 if whole else 1


def checked(options: argparse.Namespace) -> tuple[Proof, Verdict]:
    """Return the proof and the verdict on it. Raises Refused for what cannot be read."""
    from kept.records.ledger import anchors
    from kept.records.ledger.export import NotAnExport, read_export, verdict_on

    try:
        proof = read_export(options.file)
        kept = anchors.read(options.anchors) if options.anchors else []
    except NotAnExport as error:
        raise Refused(f"{options.file} is no proof: {error}.") from None
    except anchors.BrokenAnchors as error:
        raise Refused(f"{options.anchors} was changed ({error}).") from None
    if options.anchors and not kept:
        raise Refused(f"{options.anchors} holds no anchor.")
    return proof, verdict_on(proof, anchors=kept)


def told(verdict: Verdict) -> dict[str, Any]:
    """Return what is said about the proof itself."""
    fault = verdict.fault or (verdict.anchor_fault and verdict.anchor_fault.fault)
    return {
        "holds": verdict.holds,
        "stream": verdict.stream,
        "entries": verdict.entries,
        "head": verdict.head,
        "anchored": verdict.anchored,
        "root": verdict.roots[-1] if verdict.roots else "",
        "fault": {"entry": fault.seq, "reason": fault.reason} if fault else None,
        "says": _broken(verdict) if fault else _whole(verdict),
    }


def _whole(verdict: Verdict) -> str:
    lines = [f"{verdict.stream}: all {verdict.entries} entries hold. The last is {verdict.head}."]
    if not verdict.roots:
        lines.append("No anchor vouches for them yet: compare that hash with one you were given.")
    else:
        lines.append(
            f"An anchor vouches for entries 1 to {verdict.anchored}; "
            f"its newest root is {verdict.roots[-1]}."
        )
    return "\n".join(lines)


def _broken(verdict: Verdict) -> str:
    moved = verdict.anchor_fault
    if verdict.fault is not None or moved is None:
        fault = verdict.fault
        assert fault is not None
        return f"{verdict.stream}: NOT whole. Entry {fault.seq}: {fault.reason}."
    after = f"after {moved.after:%Y-%m-%d %H:%M} UTC and " if moved.after else ""
    return (
        f"{verdict.stream}: NOT whole. Entry {moved.fault.seq} {moved.fault.reason} "
        f"{after}since your anchor of {moved.before:%Y-%m-%d %H:%M} UTC."
    )


def root_told(root: str | None, verdict: Verdict) -> dict[str, Any]:
    """Return whether the proof leads to a root that is known from elsewhere."""
    if root is None:
        return {"holds": True, "says": ""}
    if root.strip().lower() in verdict.roots:
        return {"holds": True, "says": "It leads to the root that you know."}
    return {"holds": False, "says": "It does NOT lead to the root that you know."}


def document_told(file: Path, proof: Proof) -> dict[str, Any]:
    """Return what the proof knows of a document: by its bytes, not by its name."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    found = proof.about_document(digest)
    if not found:
        says = f"{file.name}: NOT in this proof. Its bytes were changed, or it belongs elsewhere."
        return {"holds": False, "sha256": digest, "entries": [], "says": says}
    lines = [f"{file.name}: unchanged, as entered by"]
    lines += [f"  entry {one.seq}, {one.at:%Y-%m-%d %H:%M} UTC, {one.verb}" for one in found]
    entries = [one.seq for one in found]
    return {"holds": True, "sha256": digest, "entries": entries, "says": "\n".join(lines)}
