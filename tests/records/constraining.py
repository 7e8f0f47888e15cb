"""Having the database check at once what it otherwise checks when a transaction ends."""

from django.db import connection


def constraints_now() -> None:
    """Check foreign keys with every statement until the test ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
