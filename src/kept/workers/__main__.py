"""`python -m kept.workers`: what runs by itself, until it is told to stop."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

HEARTBEAT_SECONDS = 5.0


def main() -> int:
    """Show that we are alive until SIGTERM or SIGINT."""
    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda number, frame: stop.set())
    heartbeat = os.environ.get("KEPT_HEARTBEAT")
    while not stop.is_set():
        if heartbeat:
            Path(heartbeat).touch()
        stop.wait(HEARTBEAT_SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
