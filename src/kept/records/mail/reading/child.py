"""The child that reads messages: one after the other, each within limits of its own."""

from __future__ import annotations

from typing import Final

from kept.records.mail.reading.message import NotRead, read
from kept.records.standing import Answer, serve

CPU_SECONDS: Final = 10


def main() -> None:
    """Answer requests until there are none."""
    serve(_answer, cpu_seconds=CPU_SECONDS)


def _answer(content: bytes) -> Answer:
    try:
        message, files = read(content)
    except NotRead as refused:
        return {"refused": refused.word}, []
    except RecursionError:
        return {"refused": "too_deep"}, []
    except MemoryError:
        return {"refused": "too_much"}, []
    return {"message": message.to_json()}, files
