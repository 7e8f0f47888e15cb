"""Outgoing mail from one address, such as smtps://user:password@mail.example.com."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kept.config.environment import BadSetting

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def settings(url: str, *, folder: Path) -> dict[str, Any]:
    """Return Django's mail settings; without an address, mail is written into the folder."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadSetting(
            "KEPT_MAIL_URL must look like smtp+tls://user:password@mail.example.com; "
            f"it may begin with {', '.join(PORTS)}."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,  # seconds
    }


def looks_local(host: str) -> bool:
    """Say whether a host's name means this machine."""
    return host in {"localhost", "127.0.0.1", "::1"}
