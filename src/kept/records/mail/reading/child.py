"""The child that reads messages: one after the other, each within limits of its own.

A request is a length and the message; an answer is a length, JSON, and the contents of the files
that the JSON lists. It ends when its input does.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
from pathlib import Path
from typing import BinaryIO, Final

from kept.records.mail.reading.message import NotRead, read

LENGTH: Final = struct.Struct(">Q")
CPU_SECONDS: Final = 10
MORE_MEMORY: Final = 512 * 1024 * 1024


def main() -> None:
    """Answer requests until there are none."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    _limit_memory()
    while head := source.read(LENGTH.size):
        content = source.read(LENGTH.unpack(head)[0])
        _allow_time()
        told, files = _answer(content)
        _send(sink, json.dumps(told).encode(), files)


def _answer(content: bytes) -> tuple[dict[str, object], list[bytes]]:
    try:
        message, files = read(content)
    except NotRead as refused:
        return {"refused": refused.word}, []
    except RecursionError:
        return {"refused": "too_deep"}, []
    except MemoryError:
        return {"refused": "too_much"}, []
    return {"message": message.to_json()}, files


def _send(sink: BinaryIO, told: bytes, files: list[bytes]) -> None:
    sink.write(LENGTH.pack(len(told)) + told)
    for content in files:
        sink.write(content)
    sink.flush()


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to its pipe only
    taken = Path("/proc/self/statm")
    if taken.exists():
        memory = int(taken.read_text().split()[0]) * resource.getpagesize() + MORE_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _allow_time() -> None:
    """Allow so much more processor time; beyond it the system ends this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + 1 + CPU_SECONDS, hard)
    )
