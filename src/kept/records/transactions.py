"""Being part of the caller's transaction at no cost."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from django.db import connection, transaction


def joined() -> AbstractContextManager[object]:
    """Join the transaction under way, or begin one if there is none.

    `transaction.atomic` would set a savepoint each time: two round trips for nothing where the
    caller gives up its whole transaction anyhow.
    """
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def wait_for_the_disk() -> None:
    """Wait until the disk has all that was committed before, by whomever.

    For who lets a transaction's locks go early (`synchronous_commit` off): the log is written in
    order, so with this small record in it all that came before is there too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_logical_emit_message(true, 'kept', '')")
