"""python -m kept.workers: everything that runs by itself, in one process, until told to stop."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run until SIGTERM or SIGINT; 0 after a clean stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    os.environ.setdefault("KEPT_PROCESS", "workers")
    import django

    django.setup()
    from kept.workers.crew import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
