"""Reading an uploaded file: first in a child process with limits of its own."""

from __future__ import annotations

import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from kept.rules.policy.characters import MOST_BYTES
from kept.rules.policy.errors import PolicyError, PolicyErrors
from kept.rules.policy.load import load
from kept.rules.policy.model import Policy
from kept.rules.said import Saying

CPU_SECONDS: Final = 2
START_SECONDS: Final = 20  # wall time for the child to come up on a busy machine
MORE_MEMORY: Final = 512 * 1024 * 1024  # beyond what the child has when it begins to read
_SOURCES: Final = Path(__file__).resolve().parents[3]
_LIMITED: Final = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from kept.rules.policy import untrusted; untrusted.limit(int(sys.argv[2]))"
)
_PROGRAM: Final = "untrusted.child(sys.argv[3])"


def load_untrusted(
    content: bytes, *, file: str, cpu_seconds: int = CPU_SECONDS, program: str = _PROGRAM
) -> Policy:
    """Return the policy in `content`, read in a child with a limit on processor time first.

    Whatever the bytes do to the reader they do to the child, which runs `program`. Raises
    PolicyErrors, also when the child had to be stopped.
    """
    if len(content) <= MOST_BYTES:  # what is larger is refused by its size alone
        _read_in_child(content, file, cpu_seconds, program)
    return load(content, file=file)


def _read_in_child(content: bytes, file: str, cpu_seconds: int, program: str) -> None:
    """Raise PolicyErrors when the child did not come to an end."""
    limited = f"{_LIMITED}\n{program}"
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter with our own words
            [sys.executable, "-I", "-c", limited, str(_SOURCES), str(cpu_seconds), file],
            input=content,
            capture_output=True,
            timeout=cpu_seconds + START_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _given_up(file) from None
    if done.returncode != 0:
        raise _given_up(file)


def _given_up(file: str) -> PolicyErrors:
    told = Saying("given-up", "Reading this file took too much time or memory; it was given up.")
    return PolicyErrors([PolicyError(file, 1, told)])


def child(file: str) -> None:
    """Read a policy from standard input; mistakes in it do no harm and are told by the parent."""
    with suppress(PolicyErrors):
        load(sys.stdin.buffer.read(MOST_BYTES + 1), file=file)


def limit(cpu_seconds: int) -> None:
    """Allow this process so much more processor time, a little more memory, no large files."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(usage.ru_utime + usage.ru_stime) + 1 + cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
    taken = Path("/proc/self/statm")
    if taken.exists():
        memory = int(taken.read_text().split()[0]) * resource.getpagesize() + MORE_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
