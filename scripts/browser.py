"""Finds a Chromium for the browser tests; as root on Debian, installs one.

usage: python scripts/browser.py [--install]      prints the program's path
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BUNDLES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
# Screenshots in Chinese show boxes without its characters.
PACKAGES = ("chromium", "fonts-noto-cjk")
ADVICE = (
    "The browser tests need Chromium and none was found: install it (on Debian: apt-get install "
    "chromium fonts-noto-cjk), or run .venv/bin/playwright install chromium, or name one with "
    "KEPT_CHROMIUM=/path/to/chromium."
)


class NoBrowser(Exception):
    """One sentence: how to get one."""


def main() -> int:
    """Print where Chromium is."""
    try:
        print(install() if "--install" in sys.argv else find())
    except NoBrowser as reason:
        print(f"kept: {reason}", file=sys.stderr)
        return 1
    return 0


def find() -> str:
    """Return the path of a Chromium: the one named, the system's, else playwright's."""
    named = os.environ.get("KEPT_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            raise NoBrowser(f"KEPT_CHROMIUM names {named}, which is not a program.")
        return named
    on_path = [path for path in map(shutil.which, NAMES) if path]
    found = [*on_path, *(path for path in BUNDLES if os.access(path, os.X_OK)), *downloaded()]
    if not found:
        raise NoBrowser(ADVICE)
    return found[0]


def downloaded() -> list[str]:
    """Return what playwright downloaded, newest first."""
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright"
    found = Path(cache).expanduser().glob("chromium*-*/chrome*/*")
    programs = (
        path for path in found if path.name in {"chrome", "headless_shell", "chrome-headless-shell"}
    )
    return [str(path) for path in sorted(programs, reverse=True)]


def install() -> str:
    """Return the path of a Chromium, after installing one where that is possible."""
    try:
        return find()
    except NoBrowser:
        if not os.environ.get("KEPT_CHROMIUM"):
            fetch()
        return find()


def fetch() -> None:
    """Install Chromium: from Debian as root, else as playwright's own download."""
    print("kept: installing Chromium for the browser tests", file=sys.stderr, flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False, stdout=2)
        line = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        subprocess.run(line, env=environment, check=False, stdout=2)
        return
    line = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(line, check=False, stdout=2, timeout=300)


if __name__ == "__main__":
    sys.exit(main())
