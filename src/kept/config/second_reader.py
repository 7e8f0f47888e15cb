"""The second reader of papers, from the environment; without an address there is none."""

from __future__ import annotations

from urllib.parse import urlsplit

from kept.config.environment import BadSetting
from kept.records.policies.second_reader import SecondReader

_HERE = {"localhost", "127.0.0.1", "::1"}


def second_reader(url: str, *, model: str, key: str, seconds: int) -> SecondReader | None:
    """Return where the second reader is; None when none is wanted."""
    if not url:
        if model or key:
            raise BadSetting("KEPT_READER_MODEL and KEPT_READER_KEY need a KEPT_READER_URL.")
        return None
    _check(url, key)
    if not model:
        raise BadSetting("KEPT_READER_URL needs a KEPT_READER_MODEL: the name that it knows.")
    return SecondReader(url=url, model=model, key=key, seconds=seconds)


def _check(url: str, key: str) -> None:
    """Refuse an address that is none, that hides a password, or over which the key would be read.

    What was given is not repeated: there may be a secret in it.
    """
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and parts.port != 0 and url.isascii() and url.isprintable()
    except ValueError:
        whole = False
    if not whole or parts.scheme not in {"http", "https"} or parts.username or parts.fragment:
        raise BadSetting(
            "KEPT_READER_URL must look like https://reader.example.com/v1, without a password."
        )
    if parts.query:
        raise BadSetting("KEPT_READER_URL must end before any question mark.")
    if key and parts.scheme == "http" and parts.hostname not in _HERE:
        raise BadSetting("KEPT_READER_URL must begin with https where a KEPT_READER_KEY is sent.")
    if not (key.isascii() and key.isprintable()):
        raise BadSetting("KEPT_READER_KEY must be one line of plain letters, digits and signs.")
