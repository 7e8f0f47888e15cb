"""How long does a stranger wait to learn whether a proof is whole?

Prints the time of `kept verify` and of the script that needs no Kept, each as a command of its own,
for a case of 1,000 facts with a year of anchors, beside `python -c pass` in the same run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

AIM_SECONDS = 1.0
FACTS, DAYS, STREAMS, RUNS = 1_000, 365, 50, 5
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
TEXT = "The bearing of pump 3 ran hot; 轴承过热，已更换。" * 5
ROOT = Path(__file__).parents[1]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "proof.jsonl"
        file.write_text(proof(), encoding="utf8", newline="")
        print(f"{'size of the proof':34}{file.stat().st_size / 1000:10,.0f} kB")
        bare = timed("python -c pass", [sys.executable, "-c", "pass"])
        ours = timed("kept verify", [sys.executable, "-m", "kept", "verify", str(file)])
        script = str(ROOT / "docs" / "verify_proof.py")
        alone = timed("verify_proof.py", [sys.executable, "-I", script, str(file)])
    print(f"{'kept verify beside python itself':34}{ours / bare:10.1f} times")
    return int(max(ours, alone) > AIM_SECONDS)


def proof() -> str:
    from kept.records.ledger import export
    from kept.records.ledger.anchors import Anchor, Stand
    from kept.records.ledger.chain import GENESIS, Link

    links, prev = [], GENESIS
    for seq in range(1, FACTS + 1):
        data = {"seq": seq, "kind": "note.added", "values": {"text": TEXT}}
        who = ("person:1", "Zhou Min", "web:hotline")
        link = Link("case:K-000001", seq, AT, *who, "fact.recorded", data, prev)
        prev = link.digest()
        links.append((link, prev))
    anchors, root = [], GENESIS
    for day in range(DAYS):
        others = [Stand(f"case:K-{n:06}", 1, "5" * 64) for n in range(2, STREAMS)]
        seq = min(FACTS, (day + 1) * 3)
        stands = (Stand("case:K-000001", seq, links[seq - 1][1]), *others)
        anchors.append(Anchor(AT + timedelta(days=day), stands, root))
        root = anchors[-1].root
    return "".join(export.lines("case:K-000001", links, anchors=anchors))


def timed(title: str, command: list[str]) -> float:
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    found = statistics.median(times)
    print(f"{title:34}{found:10.3f} s")
    return found


if __name__ == "__main__":
    sys.exit(main())
