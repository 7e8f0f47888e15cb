"""Whoever wants a message read asks here; a child that dies over one is replaced."""

from __future__ import annotations

from typing import Any, Final

from kept.records.mail.reading.message import Message, NotRead
from kept.records.standing import GaveUp, StandingChild

WALL_SECONDS: Final = 30  # for one message, on a busy machine
_PROGRAM: Final = "from kept.records.mail.reading.child import main; main()"


class Reader:
    """A child that reads messages, started when it is needed. Not for two threads at once."""

    def __init__(self, *, wall_seconds: float = WALL_SECONDS) -> None:
        self._child = StandingChild(_PROGRAM, wall_seconds=wall_seconds)

    def read(self, content: bytes) -> tuple[Message, list[bytes]]:
        """Return what stands in a message and its files. Raises NotRead, with "gave_up" too."""
        try:
            told, files = self._child.ask(content, _sizes)
        except GaveUp:
            raise NotRead("gave_up") from None
        if "refused" in told:
            raise NotRead(told["refused"])
        return Message.from_json(told["message"]), files

    def close(self) -> None:
        """End the child."""
        self._child.close()


def _sizes(told: dict[str, Any]) -> list[int]:
    return [int(one["size"]) for one in told.get("message", {}).get("attached", ())]
