"""Keeping bytes and clearing them away do not happen at once."""

from __future__ import annotations

from kept.records.repeats import one_at_a_time


def guard(*digests: str) -> None:
    """Let nobody else keep or clear these bytes until the transaction ends."""
    one_at_a_time(*(f"file {sha256}" for sha256 in digests))
