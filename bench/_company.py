"""The demo company, grown: a large archive, and as many cases as wanted.

Its cases are copied inside the database, with their facts, clocks and history, each for another
piece of equipment and at other times. Most are closed, as in any company that is some years old.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OPEN_OF_THOUSAND = 20
OF_CASES = ("cases_casewords", "cases_casefact", "cases_clock", "cases_flip")
MADE = {"id", "number", "queue_at"}  # by the database

# Which demo case each new one is made from, and whom it is about. What is open began within the
# last hours of the demo's own open cases, what is closed within two years.
PLAN = """
    CREATE TEMP TABLE plan AS
    WITH templates AS (
        SELECT id, state, row_number() OVER (PARTITION BY state ORDER BY id) - 1 AS place,
            count(*) OVER (PARTITION BY state) AS many
        FROM cases_case WHERE key NOT LIKE 'copy %%'
    ), pieces AS (
        SELECT id, customer_id, site_id, row_number() OVER (ORDER BY id) - 1 AS place,
            count(*) OVER () AS many
        FROM archive_equipment WHERE site_id IS NOT NULL
    )
    SELECT nextval('cases_case_id_seq') AS id, templates.id AS template,
        pieces.id AS equipment_id, pieces.customer_id, pieces.site_id,
        CASE templates.state WHEN 'open' THEN interval '1 s' * (n * 7 %% 14400)
            ELSE interval '1 min' * (n * 37 %% 1051200) END AS ago
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
    JOIN templates ON templates.state = CASE WHEN n %% 1000 < %(open)s THEN 'open' ELSE 'closed' END
        AND templates.place = n %% templates.many
    JOIN pieces ON pieces.place = n * 7919 %% pieces.many
"""
OWN_OF_CASE = {
    "id": "plan.id",
    "key": "'copy ' || plan.id",
    "change": "nextval('cases_change')",
    "equipment_id": "plan.equipment_id",
    "customer_id": "plan.customer_id",
    "site_id": "plan.site_id",
    "contact_id": "NULL",
    "contract_id": "NULL",
}
OWN_OF_REST = {"case_id": "plan.id", "customer_id": "plan.customer_id"}


def found_company() -> None:
    """Make the demo company."""
    from kept.config.demo.filling import fill

    fill(at=datetime.now(UTC))


def grow_archive(pieces: int) -> None:
    """Add customers, sites, contacts and equipment, and what finds them."""
    import random

    from search import fill

    from kept.records.archive.services import rebuild_search

    fill(pieces, random.Random(2026))
    rebuild_search()


def grow_cases(target: int) -> None:
    """Add cases until there are so many."""
    with superuser() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        there = cursor.fetchone()[0]
        span = {"first": there + 1, "last": target, "open": OPEN_OF_THOUSAND}
        cursor.execute(PLAN, span)
        with without_indexes(cursor):
            _copy(cursor, "cases_case", "plan.template = old.id", OWN_OF_CASE)
            for table in OF_CASES:
                _copy(cursor, table, "plan.template = old.case_id", OWN_OF_REST)
        cursor.execute("DROP TABLE plan")
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def superuser() -> Iterator[Any]:
    """Give a cursor for which foreign keys are not looked up: the copies keep them anyhow."""
    import psycopg

    from kept.config.database import Cluster
    from kept.config.database.cluster import SUPERUSER

    cluster = Cluster(Path(os.environ["KEPT_DATA"]) / "database")
    address = cluster.address(user=SUPERUSER)
    with psycopg.connect(address, autocommit=True) as database, database.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        yield cursor


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Drop the indexes that keep no constraint for a while: filled at once they are made faster."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "AND tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [["cases_case", *OF_CASES]],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, definition in found:
        cursor.execute(definition)


def _copy(cursor: Any, table: str, condition: str, own: Mapping[str, str]) -> None:
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns "
        "WHERE table_name = %s AND table_schema = 'public'",
        [table],
    )
    types = dict(cursor.fetchall())
    kept = [name for name in types if name not in MADE or name in own]
    values = [own.get(name) or _value(name, types[name]) for name in kept]
    columns = ", ".join(f'"{name}"' for name in kept)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} "
        f"FROM plan JOIN {table} AS old ON {condition}"
    )


def _value(name: str, kind: str) -> str:
    return f'old."{name}" - plan.ago' if kind.startswith("timestamp") else f'old."{name}"'
