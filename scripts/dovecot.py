"""Finds a Dovecot for the tests of incoming mail, or gets one where that is allowed.

usage: python scripts/dovecot.py [--install]      prints the program's path
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")
ADVICE = (
    "The tests of incoming mail need Dovecot and none was found: install it (on Debian: apt-get "
    "install dovecot-imapd)."
)


class NoDovecot(Exception):
    """One sentence: how to get one."""


def main() -> int:
    """Print where Dovecot is; without one the tests that need it are skipped and counted so."""
    try:
        print(install() if "--install" in sys.argv else find())
    except NoDovecot as reason:
        print(f"kept: {reason}", file=sys.stderr)
        return 1
    return 0


def find() -> str:
    """Return the path of Dovecot. Raises NoDovecot."""
    found = shutil.which("dovecot", path=os.pathsep.join([os.environ.get("PATH", ""), *PLACES]))
    if found is None:
        raise NoDovecot(ADVICE)
    return found


def install() -> str:
    """Return the path of Dovecot, installed first where we may do so. Raises NoDovecot."""
    try:
        return find()
    except NoDovecot:
        if shutil.which("apt-get") and os.geteuid() == 0:
            print("kept: getting Dovecot for the tests of mail", file=sys.stderr, flush=True)
            for line in (["update"], ["install", "-y", "--no-install-recommends", "dovecot-imapd"]):
                subprocess.run(
                    ["apt-get", *line],
                    env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    check=False,
                )
        return find()


if __name__ == "__main__":
    sys.exit(main())
