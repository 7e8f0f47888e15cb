"""What the anchors say about one stream, and nothing about any other.

A step is one anchor as a proof of one stream carries it: instead of the stands of all others it
holds the hashes beside the way from this stream's stand to the root (RFC 6962, audit path). Steps
follow each other without a gap, so that one root that a stranger knows vouches for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kept.records.ledger.anchors import Anchor, Stand, joint, merkle_root, root_of
from kept.records.ledger.chain import Fault, NotCanonical, moment

LEFT, RIGHT = "left", "right"


@dataclass(frozen=True)
class Step:
    """One anchor; `seq` is the entry of the stream it names, 0 if it names none."""

    at: str
    prev: str
    tree: str
    seq: int = 0
    hash: str = ""
    path: tuple[tuple[str, str], ...] = ()  # the side on which each hash stands, from the leaf up

    @property
    def root(self) -> str:
        """Return what the anchor is known by."""
        return root_of(self.at, self.prev, self.tree)

    def told(self) -> dict[str, Any]:
        """Return the step as a line of a proof."""
        line: dict[str, Any] = {"at": self.at, "prev": self.prev, "tree": self.tree}
        if self.seq:
            line |= {"seq": self.seq, "hash": self.hash, "path": [list(part) for part in self.path]}
        return line

    @classmethod
    def read(cls, told: dict[str, Any]) -> Step:
        """Return the step of a line. Raises KeyError, TypeError or ValueError."""
        path = tuple(
            (str(side), str(bytes.fromhex(beside).hex())) for side, beside in told.get("path", ())
        )
        return cls(**{**told, "path": path})

    def leads_to_tree(self, stream: str) -> bool:
        """Say whether the way from the stand ends in the anchor's tree."""
        node = Stand(stream, self.seq, self.hash).leaf()
        for side, beside in self.path:
            other = bytes.fromhex(beside)
            node = joint(other, node) if side == LEFT else joint(node, other)
        return node.hex() == self.tree


def steps(stream: str, anchors: Sequence[Anchor]) -> Iterator[Step]:
    """Yield the anchors from the first that names the stream on; none: it has no anchor yet."""
    has_begun = False
    for anchor in anchors:
        place = next((n for n, stand in enumerate(anchor.stands) if stand.stream == stream), None)
        has_begun = has_begun or place is not None
        if has_begun:
            yield _step(anchor, place)


def _step(anchor: Anchor, place: int | None) -> Step:
    leaves = [stand.leaf() for stand in anchor.stands]
    at, tree = moment(anchor.at), merkle_root(leaves).hex()
    if place is None:
        return Step(at, anchor.prev, tree)
    stand = anchor.stands[place]
    return Step(at, anchor.prev, tree, stand.seq, stand.hash, tuple(audit_path(leaves, place)))


def audit_path(leaves: Sequence[bytes], place: int) -> Iterator[tuple[str, str]]:
    """Yield the hashes beside the way from a leaf to the root, and on which side each stands."""
    if len(leaves) < 2:
        return
    half = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = leaves[:half], leaves[half:]
    if place < half:
        yield from audit_path(left, place)
        yield RIGHT, merkle_root(right).hex()
    else:
        yield from audit_path(right, place - half)
        yield LEFT, merkle_root(left).hex()


def first_untrue(stream: str, found: Sequence[Step], hashes: Sequence[str]) -> Fault | None:
    """Return the first entry that the steps do not vouch for as they should; None if they do.

    `hashes` are those of the stream's entries, in order.
    """
    for number, step in enumerate(found, start=1):
        reason = _reason(stream, step, hashes)
        if not reason and number > 1 and step.prev != found[number - 2].root:
            reason = "does not follow from the anchor before it"
        if reason:
            return Fault(stream, step.seq, f"anchor {number} of {step.at} {reason}")
    return None


def _reason(stream: str, step: Step, hashes: Sequence[str]) -> str:
    if not step.seq:
        return ""
    if step.seq > len(hashes):
        return f"names entry {step.seq}, which is gone"
    if hashes[step.seq - 1] != step.hash:
        return f"names another entry {step.seq}"
    try:
        return "" if step.leads_to_tree(stream) else "was changed"
    except (NotCanonical, ValueError):
        return "holds what no anchor says"
