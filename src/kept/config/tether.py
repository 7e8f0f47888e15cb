"""Ties a child to its parent: when the parent dies, however it dies, the child is told.

Only Linux knows this; elsewhere the next start ends what was left (see `supervisor.register`).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def tied_to_parent(told: signal.Signals) -> Callable[[], None]:
    """Return what a child must call between fork and exec, after it dropped its privileges.

    The parent is the thread that forks, so children are started from the main thread.
    """
    if sys.platform != "linux":
        return lambda: None
    prctl = ctypes.CDLL(None).prctl  # loaded before the fork, not after it
    parent = os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(told), 0, 0, 0)
        if os.getppid() != parent:  # it died while we were being born
            os._exit(1)

    return tie


def tie_this_process(told: signal.Signals) -> None:
    """Let this process be told when the one that started it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(told), 0, 0, 0)
