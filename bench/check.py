"""How long does it take to check a policy?

Prints milliseconds for each shipped policy, reading it included, and how much is found.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from kept.rules.policy import check, load_file

LIBRARY = Path(__file__).parents[1] / "src" / "kept" / "rules" / "library"
AIM_S = 1.0


def main() -> int:
    """Print the table; return 1 when the aim is missed."""
    slowest = 0.0
    for path in sorted(LIBRARY.glob("*.policy.yaml")):
        began = time.perf_counter()
        policy = load_file(path)
        read = time.perf_counter()
        found = Counter(finding.severity.value for finding in check(policy))
        done = time.perf_counter()
        slowest = max(slowest, done - began)
        print(
            f"{policy.id:>4}: read {(read - began) * 1000:.0f} ms, checked "
            f"{(done - read) * 1000:.0f} ms; {found['error']} errors, {found['warning']} warnings, "
            f"{found['note']} notes"
        )
    print(f"slowest {slowest:.2f} s (aim {AIM_S:.0f} s)")
    return 0 if slowest <= AIM_S else 1


if __name__ == "__main__":
    sys.exit(main())
