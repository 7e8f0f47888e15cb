"""What must never be false, said to the database: parts that every app's models use."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL
from django.db.models import CheckConstraint, F, Func, Q, Value

LANGUAGES = ["en", "zh-hans", "zh-hant"]


def paired(moment: str, person: str, *, name: str) -> CheckConstraint:
    """Say that something has a time exactly when it has someone who caused it."""
    both = Q(**{f"{moment}__isnull": False, f"{person}__isnull": False})
    neither = Q(**{f"{moment}__isnull": True, f"{person}__isnull": True})
    return CheckConstraint(condition=both | neither, name=name)


def not_blank(field: str, *, name: str) -> CheckConstraint:
    """Say that a text holds more than blanks."""
    return CheckConstraint(condition=Q(**{f"{field}__regex": r"\S"}), name=name)


def named(field: str = "names", *, name: str) -> CheckConstraint:
    """Say that names are given in one of our languages at least: {"en": …, "zh-hans": …}."""
    return CheckConstraint(condition=Q(**{f"{field}__has_any_keys": LANGUAGES}), name=name)


def in_order(first: str, then: str, *, name: str) -> CheckConstraint:
    """Say that a period does not end before it starts; an open end is null."""
    condition = Q(**{f"{then}__isnull": True}) | Q(**{f"{then}__gte": F(first)})
    return CheckConstraint(condition=condition, name=name)


def append_only(table: str) -> list[RunSQL]:
    """Return migration steps after which rows of a table can only be added.

    The triggers also fire for replication roles, and the owner gives up the right itself: whoever
    wants to change a row must first undo one of the two, which the chain of hashes then shows.
    The function `kept_refuse_change` comes with the ledger's first migration.
    """
    return [
        RunSQL(
            f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION kept_refuse_change();
            ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only;
            REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM CURRENT_USER;
            """,
            f"""
            GRANT UPDATE, DELETE, TRUNCATE ON {table} TO CURRENT_USER;
            DROP TRIGGER {table}_append_only ON {table};
            """,
        )
    ]


def pointed_at(table: str) -> RunSQL:
    """Return a migration step after which foreign keys may point to an append-only table.

    They lock the row they point to, for which the database wants the right to change some column.
    The key's own is enough; the trigger refuses to use it.
    """
    return RunSQL(
        f"GRANT UPDATE (id) ON {table} TO CURRENT_USER",
        f"REVOKE UPDATE (id) ON {table} FROM CURRENT_USER",
    )


def same_owner(table: str, column: str, parent: str, *, owner: str = "customer_id") -> RunSQL:
    """Return a migration step: a row and what its `column` points to have the same `owner`.

    It is a foreign key over two columns, so it also holds when the parent moves. It takes the place
    of Django's own: the field says `db_constraint=False`, or each row would be checked twice.
    """
    name = f"{table}_{column}_same_{owner}"
    return RunSQL(
        f"""
        ALTER TABLE {table} ADD CONSTRAINT {name}
            FOREIGN KEY ({column}, {owner}) REFERENCES {parent} (id, {owner})
            DEFERRABLE INITIALLY DEFERRED
        """,
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def only(field: str) -> Func:
    """Return a range that holds one number: in an exclusion, overlapping then means equal.

    Without extensions PostgreSQL's gist knows no equality of plain numbers.
    """
    return Func(F(field), F(field), Value("[]"), function="int8range")


def days(first: str, last: str) -> Func:
    """Return a range of days, both ends included; an open end is null."""
    return Func(F(first), F(last), Value("[]"), function="daterange")
