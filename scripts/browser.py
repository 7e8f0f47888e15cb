"""Finds a Chromium for the browser tests, or gets one.

usage: python scripts/browser.py [--install]      prints the program's path

As root on Debian it is installed; as a plain user on Debian it is unpacked below .venv, with the
libraries and letters that the machine lacks; elsewhere playwright downloads its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BUNDLES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
UNPACKED = Path(__file__).resolve().parents[1] / ".venv" / "chromium"
# Screenshots in Chinese show boxes without its characters.
PACKAGES = ("chromium", "fonts-noto-cjk")
ADVICE = (
    "The browser tests need Chromium and none was found: install it (on Debian: apt-get install "
    "chromium fonts-noto-cjk), or run .venv/bin/playwright install chromium, or name one with "
    "KEPT_CHROMIUM=/path/to/chromium."
)
WRAPPER = """\
#!/bin/sh
# Chromium as it was unpacked here, with the libraries and fonts beside it.
here={root}
LD_LIBRARY_PATH="$here/usr/lib/$(uname -m)-linux-gnu:$here/usr/lib:$LD_LIBRARY_PATH"
FONTCONFIG_FILE="$here/fonts.conf"
export LD_LIBRARY_PATH FONTCONFIG_FILE
exec "$here/usr/lib/chromium/chromium" "$@"
"""
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{root}/usr/share/fonts</dir>
  <cachedir>{root}/fonts-cache</cachedir>
</fontconfig>
"""


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
    """Return the path of a Chromium: the one named, the system's, else one fetched earlier."""
    named = os.environ.get("KEPT_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            raise NoBrowser(f"KEPT_CHROMIUM names {named}, which is not a program.")
        return named
    candidates = [*map(shutil.which, NAMES), *BUNDLES, str(UNPACKED / "chromium"), *downloaded()]
    found = [path for path in candidates if path and os.access(path, os.X_OK)]
    if not found:
        raise NoBrowser(ADVICE)
    return found[0]


def downloaded() -> list[str]:
    """Return what playwright downloaded, newest first."""
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright"
    found = Path(cache).expanduser().glob("chromium*-*/chrome*/*")
    names = {"chrome", "headless_shell", "chrome-headless-shell"}
    return [str(path) for path in sorted(found, reverse=True) if path.name in names]


def install() -> str:
    """Return the path of a Chromium, after getting one where that is possible."""
    try:
        return find()
    except NoBrowser:
        if not os.environ.get("KEPT_CHROMIUM"):
            fetch()
        return find()


def fetch() -> None:
    """Get Chromium in the way this machine and this user allow."""
    print("kept: getting Chromium for the browser tests", file=sys.stderr, flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        quietly("apt-get", "update")
        quietly("apt-get", "install", "-y", "--no-install-recommends", *PACKAGES)
    elif shutil.which("apt-get") and shutil.which("dpkg-deb"):
        unpack(UNPACKED)
    if not any(map(shutil.which, NAMES)) and not (UNPACKED / "chromium").exists():
        quietly(sys.executable, "-m", "playwright", "install", "chromium")


def quietly(*line: str) -> bool:
    """Run a program without a word; say whether it succeeded."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        line, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return done.returncode == 0


def unpack(folder: Path) -> None:
    """Unpack Debian's Chromium with all it needs and the machine lacks; root is not needed."""
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("state/lists/partial", "cache/archives/partial", "root"):
        (folder / part).mkdir(parents=True)
    own = [f"Dir::State={folder}/state", f"Dir::Cache={folder}/cache", "Debug::NoLocking=1"]
    own.append("Dir::State::status=" + os.environ.get("KEPT_DPKG_STATUS", "/var/lib/dpkg/status"))
    apt = ["apt-get", *(part for option in own for part in ("-o", option))]
    line = [*apt, "install", "--download-only", "-y", "--no-install-recommends", *PACKAGES]
    if not (quietly(*apt, "update") and quietly(*line)):
        return
    root = folder / "root"
    for archive in (folder / "cache" / "archives").glob("*.deb"):
        quietly("dpkg-deb", "-x", str(archive), str(root))
    shutil.rmtree(folder / "cache")
    shutil.rmtree(folder / "state")
    (root / "fonts.conf").write_text(FONTS.format(root=root))
    program = folder / "chromium"
    program.write_text(WRAPPER.format(root=root))
    program.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
