"""Doing the same thing at the same time."""

import threading
from collections.abc import Callable

from django.db import connections


def together(work: Callable[[int], object], *, workers: int) -> list[object]:
    """Let several threads begin at once, each with its number; return what they returned.

    A thread that failed returns its exception. The threads' connections are closed.
    """
    barrier = threading.Barrier(workers)
    results: list[object] = [None] * workers

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=30)
            results[number] = work(number)
        except Exception as error:  # noqa: BLE001 - handed to the test's own thread
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
