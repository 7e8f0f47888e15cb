"""Doing the same thing at the same time."""

import threading
from collections.abc import Callable

from django.db import connection, connections, transaction


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


def in_a_row(
    hold: Callable[[], object], *acts: Callable[[], object], then: Callable[[], object] = bool
) -> list[object]:
    """Let each act come to a stand behind `hold`, one after the other; do `then`, and let go.

    Returns what each gave or raised.
    """
    given: list[object] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            given[number] = acts[number]()
        except Exception as error:  # noqa: BLE001 - judged by the test
            given[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    with transaction.atomic():
        hold()
        for number, thread in enumerate(threads, start=1):
            thread.start()
            while _waiting() < number and thread.is_alive():
                pass
        then()
    for thread in threads:
        thread.join(timeout=60)
    return given


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])
