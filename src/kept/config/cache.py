"""The cache that counts attempts: what the database cannot write is said, not swallowed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections, router


class CountingCache(DatabaseCache):
    """Django's cache in the database, without its silence about a database that cannot write.

    Rate limits take a count that was not kept for one too many: with a full disk people would be
    told that they had guessed too often. So it is said as it is, and answered like every other
    failure of the database. Of two who write at the same instant one may still lose in silence.
    """

    def _base_set(self, mode: str, key: Any, value: Any, timeout: Any = None) -> bool:
        failures: list[OperationalError] = []

        def listen(execute: Callable[..., Any], *told: Any) -> Any:
            try:
                return execute(*told)
            except OperationalError as failure:
                failures.append(failure)
                raise

        database = connections[router.db_for_write(self.cache_model_class)]
        with database.execute_wrapper(listen):
            kept: bool = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]  # no stub
        if failures:
            raise failures[0]
        return kept
