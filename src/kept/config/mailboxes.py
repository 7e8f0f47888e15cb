"""Mailboxes that are read, from lines such as imaps://user:password@mail.example.com/INBOX."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kept.config.environment import BadSetting
from kept.config.mail import looks_local

SCHEMES = ("imaps", "imap+tls", "imap")
OPTIONS = {"address", "office", "authserv", "ca_file"}
LOOKS = "imaps://user:password@mail.example.com/INBOX?address=service@example.com&office=SZX"


def mailboxes(lines: str) -> list[dict[str, Any]]:
    """Return what each line says, as arguments of a mailbox's address. Raises BadSetting."""
    return [_mailbox(line) for line in lines.split()]


def _mailbox(line: str) -> dict[str, Any]:
    parts = urlsplit(line)
    options = dict(parse_qsl(parts.query))
    if parts.scheme not in SCHEMES or not parts.hostname or not parts.username:
        raise BadSetting(f"A line of KEPT_MAILBOXES must look like {LOOKS}.")
    unknown = set(options) - OPTIONS
    if unknown:
        known = ", ".join(sorted(OPTIONS))
        raise BadSetting(f"KEPT_MAILBOXES knows {known} after the ?, not {min(unknown)}.")
    if parts.scheme == "imap" and not looks_local(parts.hostname):
        raise BadSetting(
            "KEPT_MAILBOXES: imap:// sends the password in the open, which is for this machine "
            "only. Use imaps:// or imap+tls://."
        )
    user = unquote(parts.username)
    address = options.pop("address", user if "@" in user else f"{user}@{parts.hostname}")
    return {
        **options,
        "host": parts.hostname,
        "port": parts.port or 0,
        "user": user,
        "password": unquote(parts.password or ""),
        "folder": unquote(parts.path.strip("/")) or "INBOX",
        "security": parts.scheme,
        "address": address.lower(),
    }
