"""python -m kept.workers.hand: lends a hand with work on many cases until none of it waits."""

from __future__ import annotations

import os
import signal
import sys
import threading

NICER = 5  # than those who serve people


def main() -> int:
    """Work until nothing waits, until SIGTERM or SIGINT, or until who started us is gone."""
    parent = os.getppid()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    os.nice(NICER)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    os.environ.setdefault("KEPT_PROCESS", "workers")
    import django

    django.setup()
    from kept.workers.bulk import help_out

    return help_out(stop, is_wanted=lambda: os.getppid() == parent)


if __name__ == "__main__":
    sys.exit(main())
