"""The malware scanner, from the environment; without an address there is none."""

from __future__ import annotations

from urllib.parse import urlsplit

from kept.config.environment import BadSetting
from kept.records.scanning.clamd import Clamd

LOOKS = "unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310"


def scanner(address: str) -> Clamd | None:
    """Return where ClamAV's daemon listens; None when nothing is scanned. Raises BadSetting."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or 0
    except ValueError:
        raise BadSetting(f"KEPT_CLAMD must look like {LOOKS}.") from None
    if parts.scheme == "unix" and parts.path.startswith("/") and not host:
        return Clamd(path=parts.path)
    if parts.scheme == "tcp" and host and port and parts.path in {"", "/"}:
        return Clamd(host=host, port=port)
    raise BadSetting(f"KEPT_CLAMD must look like {LOOKS}.")
