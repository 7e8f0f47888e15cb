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
