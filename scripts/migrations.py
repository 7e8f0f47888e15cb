"""Says whether a model has changed without its migration.

usage: python scripts/migrations.py      needs no database
"""

from __future__ import annotations

import os
import sys
import tempfile

import django
from django.core.management import call_command


def main() -> int:
    """Return 0 if every model is as the migrations make it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kept.config.settings"
    os.environ["KEPT_LOG_LEVEL"] = "error"
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"KEPT_DATA": folder, "KEPT_SECRET_KEY": "-" * 50}
        django.setup()
        try:
            call_command("makemigrations", check=True, dry_run=True, verbosity=1)
        except SystemExit as ended:
            return int(ended.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
