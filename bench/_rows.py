"""The rows that Kept wrote for logged requests, to be written again by others.

As a program: writes them by raw SQL, a connection per client and a transaction per request, and
tells the milliseconds as `_client` does.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from typing import Any

REQUESTS = 60  # so many are copied in turn: they differ in their clocks and facts
MADE = {"id", "number", "queue_at", "change"}  # by the database
# Made by Kept: what others wrote has no stream under the case's own number.
LAST = """
    SELECT id FROM cases_case
    WHERE EXISTS (SELECT FROM ledger_head WHERE stream = 'case:' || cases_case.number)
    ORDER BY id DESC LIMIT %s
"""
ROWS_OF = {
    "cases_casewords": "SELECT * FROM cases_casewords WHERE case_id = %s",
    "cases_casefact": "SELECT * FROM cases_casefact WHERE case_id = %s ORDER BY id",
    "cases_clock": "SELECT * FROM cases_clock WHERE case_id = %s ORDER BY id",
    "ledger_head": "SELECT * FROM ledger_head WHERE stream = "
    "(SELECT 'case:' || number FROM cases_case WHERE id = %s)",
    "ledger_entry": "SELECT * FROM ledger_entry WHERE stream = "
    "(SELECT 'case:' || number FROM cases_case WHERE id = %s) ORDER BY seq",
}
Row = dict[str, Any]


def last_requests(cursor: Any) -> list[tuple[Row, dict[str, list[Row]]]]:
    """Return the last cases, each with its rows of the other tables."""
    cursor.execute(LAST, [REQUESTS])
    ids = [row[0] for row in cursor.fetchall()]
    return [
        (
            _rows(cursor, "SELECT * FROM cases_case WHERE id = %s", pk)[0],
            {table: _rows(cursor, select, pk) for table, select in ROWS_OF.items()},
        )
        for pk in ids
    ]


def _rows(cursor: Any, select: str, pk: int) -> list[Row]:
    cursor.execute(select, [pk])
    names = [column[0] for column in cursor.description]
    return [
        {name: value for name, value in zip(names, row, strict=True) if name not in MADE}
        for row in cursor.fetchall()
    ]


def write_raw(clients: int, seconds: float) -> list[float]:
    """Let clients write the rows again by raw SQL for a while; return milliseconds."""
    task = json.dumps([clients, seconds])
    done = subprocess.run(
        [sys.executable, __file__], input=task, stdout=subprocess.PIPE, text=True, check=True
    )
    return [ms for client in json.loads(done.stdout) for ms in client]


def main() -> None:
    clients, seconds = json.load(sys.stdin)
    together = threading.Barrier(clients)
    found: list[list[float]] = [[] for _ in range(clients)]
    threads = [threading.Thread(target=_work, args=(seconds, together, took)) for took in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump(found, sys.stdout)


def _work(seconds: float, together: threading.Barrier, took: list[float]) -> None:
    import psycopg
    from psycopg.types.json import set_json_loads

    set_json_loads(lambda text: bytes(text).decode())  # sent back as it came
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
        statements = [_statements(*request) for request in last_requests(database.cursor())]
        together.wait()
        end = time.perf_counter() + seconds
        for case, others in itertools.cycle(statements):
            if time.perf_counter() > end:
                return
            begun = time.perf_counter()
            with database.transaction(), database.cursor() as cursor:
                cursor.execute(*case(secrets.token_hex(16)))
                pk = cursor.fetchone()[0]
                for other in others:
                    cursor.execute(*other(pk))
            took.append((time.perf_counter() - begun) * 1000)


def _statements(case: Row, others: dict[str, list[Row]]) -> tuple[Any, list[Any]]:
    """Return what makes the arguments of `execute`: from a key, then from the case's id."""
    insert = f"{_insert('cases_case', [case])} RETURNING id"

    def of_case(key: str) -> tuple[str, list[Any]]:
        return insert, list((case | {"key": key}).values())

    return of_case, [_of_other(table, rows) for table, rows in others.items() if rows]


def _of_other(table: str, rows: list[Row]) -> Any:
    insert = _insert(table, rows)

    def of_other(pk: int) -> tuple[str, list[Any]]:
        own = {"case_id": pk} if "case_id" in rows[0] else {"stream": f"raw:{pk}"}
        return insert, [value for row in rows for value in (row | own).values()]

    return of_other


def _insert(table: str, rows: list[Row]) -> str:
    columns = ", ".join(f'"{name}"' for name in rows[0])
    marks = ", ".join(["%s"] * len(rows[0]))
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([f'({marks})'] * len(rows))}"


if __name__ == "__main__":
    main()
