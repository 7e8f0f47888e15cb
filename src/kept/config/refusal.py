"""What stops a command, said in one sentence."""

from __future__ import annotations


class Refused(Exception):
    """Kept cannot go on. The message is one sentence for a person: what is wrong, what to do."""
