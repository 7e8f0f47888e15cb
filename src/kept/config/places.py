"""Where Kept keeps its data on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from kept.config import environment
from kept.config.refusal import Refused

SYSTEM_FOLDER = Path("/var/lib")


@dataclass(frozen=True)
class Places:
    """The data folder and what lies in it. Nothing is created by asking."""

    root: Path

    @property
    def database(self) -> Path:
        """The embedded database: its cluster, its socket and its password."""
        return self.root / "database"

    @property
    def secret_key(self) -> Path:
        """The key that signs sessions and links, made on the first start."""
        return self.root / "secret_key"

    @property
    def static(self) -> Path:
        """Static files with hashed names, collected at start."""
        return self.root / "static"

    @property
    def uploads(self) -> Path:
        """Files that people gave us."""
        return self.root / "uploads"

    @property
    def mail(self) -> Path:
        """Outgoing mail while no mail server is configured."""
        return self.root / "mail"

    @property
    def stamps(self) -> Path:
        """What has been prepared already, so that the next start is fast."""
        return self.root / "stamps"

    @property
    def lock(self) -> Path:
        """Held while Kept runs on this data."""
        return self.root / "kept.lock"

    @property
    def children(self) -> Path:
        """The processes that run now, so that a later start can end what was left behind."""
        return self.root / "children.json"

    @property
    def heartbeat(self) -> Path:
        """Touched by the workers while they work."""
        return self.root / "workers.alive"

    @property
    def anchors(self) -> Path:
        """The ledger's anchors; better kept on another disk, see KEPT_ANCHORS."""
        return self.root / "anchors.jsonl"

    @property
    def demo_mark(self) -> Path:
        """Present when the data is the demo company's; never put beside real data."""
        return self.root / "demo"


def here(*, demo: bool = False) -> Places:
    """Return the places of KEPT_DATA, else of the system (as root) or of the user."""
    chosen = environment.text("KEPT_DATA")
    if chosen:
        return Places(Path(chosen).expanduser().absolute())
    name = "kept-demo" if demo else "kept"
    if is_root():
        return Places(SYSTEM_FOLDER / name)  # root's home is closed to the database's own user
    return Places(Path(platformdirs.user_data_dir(name, appauthor=False)))


def is_root() -> bool:
    """Say whether this process may do everything; never so on systems without user numbers."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def make(places: Places) -> None:
    """Make the data folder: closed to others, but as root passable for the database's own user."""
    try:
        places.root.mkdir(parents=True, exist_ok=True)
        places.root.chmod(0o711 if is_root() else 0o700)
        for folder in (places.static, places.uploads, places.mail, places.stamps):
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"The data folder {places.root} cannot be used ({error.strerror}): start Kept as the "
            "user who owns it, or choose another with --data or KEPT_DATA."
        ) from error


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner may read; it appears whole or not at all."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(text, encoding="utf8")
    unfinished.replace(path)


def read_text(path: Path) -> str:
    """Return what stands in a file of the data folder; empty if it does not exist yet."""
    try:
        return path.read_text(encoding="utf8").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise environment.BadSetting(
            f"{path} cannot be read ({error.strerror}). Start Kept as the user who owns "
            f"{path.parent}, or give another data folder with KEPT_DATA."
        ) from error
