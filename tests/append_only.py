"""Emptying the tables between tests that commit, also those that refuse to be emptied."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

REFUSING = """
    SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger
    WHERE NOT tgisinternal AND tgtype & 32 <> 0
"""
AGAIN = {"A": "ENABLE ALWAYS", "O": "ENABLE"}


@contextmanager
def may_be_emptied() -> Iterator[None]:
    """Let tables be emptied that refuse it, as only their owner can, and end that afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSING)
        triggers = cursor.fetchall()
        for table, name, _ in triggers:
            cursor.execute(f"GRANT TRUNCATE ON {table} TO CURRENT_USER")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        try:
            yield
        finally:
            for table, name, state in triggers:
                cursor.execute(f"ALTER TABLE {table} {AGAIN[state]} TRIGGER {name}")
                cursor.execute(f"REVOKE TRUNCATE ON {table} FROM CURRENT_USER")


def let_tests_flush() -> None:
    """Make Django's emptying after a test that committed work on append-only tables.

    It forgets the attempts that were counted, too: their table belongs to no model, and a later
    test whose clock stands earlier would be told that it had asked too often.
    """
    plain = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        with may_be_emptied():
            plain(case)
        cache.clear()

    TransactionTestCase._fixture_teardown = teardown


def act_as_database_administrator(table: str) -> None:
    """Take the protection from a table until the test ends, as who owns the database can."""
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON {table} TO CURRENT_USER")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
