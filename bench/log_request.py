"""How many requests can be logged a second?

Over HTTP with sign-in, form, policy, promises, history and ledger, each durably committed; beside a
minimal Django view and beside raw SQL that write the same rows, in the same run.

Run: python bench/log_request.py [seconds for each figure]
"""

from __future__ import annotations

import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from _database import fresh_database

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 6.0
CLIENTS = (1, 8)
AIM = 0.6  # of the minimal view
HERE = Path(__file__).parent
POLICY = HERE.parent / "src" / "kept" / "rules" / "library" / "S2.policy.yaml"
Act = Callable[[], None]


def main() -> None:
    with fresh_database():
        sys.path.insert(0, str(HERE.parent))  # the small desk of the tests
        page, cookie = prepare()
        with ExitStack() as servers:
            kept = servers.enter_context(server("kept.config.wsgi:application"))
            minimal = servers.enter_context(server("_minimal:application"))
            contenders: dict[str, Callable[[], Act]] = {
                "raw SQL": raw_sql,
                "minimal view": lambda: minimal_view(minimal),
                "Kept": lambda: kept_view(kept, page, cookie),
            }
            for clients in CLIENTS:
                report(clients, {n: measure(make, clients) for n, make in contenders.items()})


def report(clients: int, found: dict[str, tuple[float, float]]) -> None:
    """Print requests a second, the 95th percentile, and Kept's part of the minimal view's."""
    for name, (rate, p95) in found.items():
        print(f"{clients} clients  {name:13} {rate:7.0f}/s   p95 {p95 * 1000:6.1f} ms")
    part = found["Kept"][0] / found["minimal view"][0]
    print(f"{clients} clients  Kept / minimal view {part:5.2f}   aim >= {AIM}")


def measure(make: Callable[[], Act], clients: int) -> tuple[float, float]:
    """Return acts a second and the 95th percentile in seconds, by so many clients at once."""
    acts = [make() for _ in range(clients)]
    for act in acts:
        act()  # connected, compiled, parsed
    took: list[float] = []
    end = time.perf_counter() + SECONDS

    def work(act: Act) -> None:
        while (begun := time.perf_counter()) < end:
            act()
            took.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(took) / (time.perf_counter() - begun)
    return rate, sorted(took)[int(len(took) * 0.95)]


# --- the desk ---------------------------------------------------------------------------------


def prepare() -> tuple[str, str]:
    """Set up a desk under a real policy; return the page for logging and the session cookie."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    from tests.desk import at, open_desk

    desk = open_desk(POLICY.read_text(encoding="utf-8"))
    desk.log(answers={"visit_demanded": True})
    session = SessionStore()
    session["_auth_user_id"] = str(desk.hotline.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = desk.hotline.get_session_auth_hash()
    session.create()
    assert at("10:00").tzinfo is not None
    page = f"/log/?equipment={desk.equipment.pk}"
    return page, f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def server(application: str) -> Iterator[int]:
    """Run a WSGI application as Kept runs its pages; give the port."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", application, "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "2"),
        *("--blocking-threads", "5", "--no-ws", "--log-level", "warning"),
    ]
    environment = os.environ | {"KEPT_PROCESS": "web", "PYTHONPATH": str(HERE)}
    if application.startswith("_minimal"):
        environment["DJANGO_SETTINGS_MODULE"] = "_minimal_settings"
    process = subprocess.Popen(command, env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


# --- the contenders ---------------------------------------------------------------------------


def kept_view(port: int, page: str, cookie: str) -> Act:
    """Return what sends the form for logging a request, as a browser does."""
    from kept.web.hotline.forms.attributes import name_of

    client = http.client.HTTPConnection("127.0.0.1", port)
    client.request("GET", page, headers={"Cookie": cookie})
    answer = client.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        raise SystemExit(f"The page for logging answers {answer.status}.")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert token is not None
    set_cookie = answer.getheader("Set-Cookie") or ""
    csrf = re.search(r"kept-csrf=[^;]+", set_cookie)
    assert csrf is not None
    headers = {
        "Cookie": f"{cookie}; {csrf.group(0)}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://127.0.0.1:{port}",
    }
    form = {
        "csrfmiddlewaretoken": token.group(1),
        "contact": "",
        "caller": "Chen Hao",
        "channel": "telephone",
        "when": "",
        "answered_live": "yes",
        "case_type": "fault",
        "description": "Transmitter shows E-47 and the pump stands still",
        name_of("visit_demanded"): "yes",
    }

    def act() -> None:
        body = urlencode(form | {"key": secrets.token_hex(16)})
        client.request("POST", page, body, headers)
        done = client.getresponse()
        said = done.read()
        if done.status != 302:
            problems = re.findall(r"(?s)data-problems>.*?</div>", said.decode())
            raise SystemExit(f"Logging answers {done.status}: {problems}")

    return act


def minimal_view(port: int) -> Act:
    """Return what sends the same to the minimal view."""
    client = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def act() -> None:
        form = {"key": secrets.token_hex(16), "description": "Transmitter shows E-47"}
        client.request("POST", "/log/", urlencode(form), headers)
        done = client.getresponse()
        done.read()
        if done.status != 302:
            raise SystemExit(f"The minimal view answers {done.status}.")

    return act


def raw_sql() -> Act:
    """Return what writes the same rows with prepared statements and nothing around them."""
    import psycopg

    database = psycopg.connect(os.environ["DATABASE_URL"])
    rows = {name: _row_sql(database, *source) for name, source in SOURCES.items()}

    def act() -> None:
        insert, values = rows["case"]
        told = [secrets.token_hex(16) if column == "key" else value for column, value in values[0]]
        with database.transaction():
            found = database.execute(f"{insert} RETURNING id, number", told, prepare=True)
            case_id, number = found.fetchone() or (0, "")
            new = {"case_id": case_id, "stream": f"case:{number}"}
            for insert, many in list(rows.values())[1:]:
                for one in many:
                    told = [new.get(column, value) for column, value in one]
                    database.execute(insert, told, prepare=True)

    return act


OF_CASE = "case_id = (SELECT min(id) FROM cases_case)"
OF_STREAM = "stream = (SELECT 'case:' || number FROM cases_case ORDER BY id LIMIT 1)"
SOURCES = {
    "case": ("cases_case", OF_CASE.replace("case_id", "id")),
    "words": ("cases_casewords", OF_CASE),
    "facts": ("cases_casefact", OF_CASE),
    "clocks": ("cases_clock", OF_CASE),
    "heads": ("ledger_head", OF_STREAM),
    "entries": ("ledger_entry", OF_STREAM),
}
MADE = {"id", "number", "queue_at", "change"}


def _row_sql(database, table: str, condition: str):
    """Return an INSERT for a table, and the columns and values of the first case's rows."""
    from psycopg.types.json import Jsonb

    cursor = database.execute(f"SELECT * FROM {table} WHERE {condition}")
    names = [column.name for column in cursor.description]
    jsonb = {c.name for c in cursor.description if c.type_code == 3802}
    rows = [
        [
            (name, Jsonb(value) if name in jsonb else value)
            for name, value in zip(names, row, strict=True)
            if name not in MADE
        ]
        for row in cursor.fetchall()
    ]
    written = [name for name in names if name not in MADE]
    marks = ", ".join(["%s"] * len(written))
    columns = ", ".join(f'"{name}"' for name in written)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows


if __name__ == "__main__":
    main()
