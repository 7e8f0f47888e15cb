"""One embedded database cluster: made once, started and stopped, reached by password only."""

from __future__ import annotations

import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kept.config.database import leftovers
from kept.config.database.creation import create
from kept.config.database.options import server_options, socket_fits
from kept.config.database.programs import (
    account_for,
    check_entry,
    environment,
    programs_for,
)
from kept.config.places import write_secret
from kept.config.refusal import Refused
from kept.config.tether import tied_to_parent

SUPERUSER = "postgres"
ROLE = "kept"  # owns the database and nothing else
START_SECONDS = 60.0  # recovery after a power cut may replay a lot
STOP_SECONDS = 20.0
SAID_LINES = 40


@dataclass(frozen=True)
class Cluster:
    """The folder of one database. `durable` is off only for tests, which may lose everything."""

    folder: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        """What PostgreSQL calls its data directory."""
        return self.folder / "cluster"

    @property
    def socket_folder(self) -> Path:
        """Where the server's socket lies, unless the name is too long."""
        return self.folder / "socket"

    @property
    def log_folder(self) -> Path:
        """The server's own log, one file per weekday."""
        return self.folder / "log"

    @property
    def address_file(self) -> Path:
        """How to reach the database, with its password; readable by its owner only."""
        return self.folder / "address"

    @property
    def host(self) -> str:
        """Where the server listens: its socket, or this machine's own address."""
        return str(self.socket_folder) if socket_fits(self.socket_folder) else "127.0.0.1"

    @property
    def port(self) -> int:
        """The server's port; on a socket it is only part of the name."""
        file = self.folder / "port"
        return int(file.read_text()) if file.exists() else 5432

    def address(self, *, user: str = ROLE, database: str = ROLE) -> str:
        """Return how this user reaches this database."""
        password = (self.folder / f"password-{user}").read_text()
        return make_conninfo(
            host=self.host, port=self.port, dbname=database, user=user, password=password
        )


def prepare(cluster: Cluster) -> None:
    """Make the cluster if it is not there, and end a server that a dead Kept left behind."""
    account = account_for(cluster.data)
    cluster.folder.mkdir(parents=True, exist_ok=True)
    cluster.folder.chmod(0o700 if account.uid is None else 0o711)
    check_entry(cluster.folder, account)
    for folder in (cluster.socket_folder, cluster.log_folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        account.give(folder)
    programs = programs_for(account, cluster.folder)
    if cluster.data.exists():
        leftovers.end_server(cluster.data, cluster.socket_folder)
    else:
        password = secrets.token_urlsafe(24)
        create(cluster.data, programs, account, superuser=SUPERUSER, password=password)
        write_secret(cluster.folder / f"password-{SUPERUSER}", password)
    if not socket_fits(cluster.socket_folder):
        (cluster.folder / "port").write_text(str(free_port()))


def command(cluster: Cluster) -> list[str]:
    """Return the command line of the server."""
    account = account_for(cluster.data)
    on_socket = socket_fits(cluster.socket_folder)
    options = server_options(durable=cluster.durable) | {
        "listen_addresses": "" if on_socket else "127.0.0.1",
        "unix_socket_directories": str(cluster.socket_folder) if on_socket else "",
        "port": str(cluster.port),
        "logging_collector": "on" if cluster.durable else "off",
        "log_directory": str(cluster.log_folder),
        "log_filename": "postgres-%a.log",
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
    }
    program = programs_for(account, cluster.folder) / "bin" / "postgres"
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    return [str(program), "-D", str(cluster.data), *settings]


def start(cluster: Cluster) -> subprocess.Popen[bytes]:
    """Start the server of a prepared cluster and return once it answers.

    The server dies with this process: a fast shutdown that loses nothing.
    """
    deadline = time.monotonic() + START_SECONDS
    while True:
        process = spawn(cluster)
        if answers(cluster, process, deadline):
            break
        if "still in use" not in said(cluster) or time.monotonic() > deadline:
            raise Refused(database_failure(cluster))
        time.sleep(0.2)  # the last processes of a killed server are still ending
    admit(cluster)
    return process


def spawn(cluster: Cluster) -> subprocess.Popen[bytes]:
    """Start the server and return at once."""
    line = command(cluster)
    account = account_for(cluster.data)
    with (cluster.folder / "start.log").open("wb") as said_at_start:
        return subprocess.Popen(
            line,
            env=environment(Path(line[0]).parents[1]),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=said_at_start,
            stderr=said_at_start,
            start_new_session=True,  # Ctrl-C is for us; we stop the server when the others ended
            preexec_fn=tied_to_parent(signal.SIGINT),  # noqa: PLW1509 - called from one thread
            user=account.uid,
            group=account.uid,
            extra_groups=account.groups,
        )


def answers(cluster: Cluster, process: subprocess.Popen[bytes], deadline: float) -> bool:
    """Wait until the server takes connections; False when it ended instead."""
    address = cluster.address(user=SUPERUSER, database="postgres")
    while process.poll() is None:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                stop(process)
                return False
            time.sleep(0.02)
        else:
            return True
    return False


def admit(cluster: Cluster) -> None:
    """Give the application its own role and database, and write down how to reach them."""
    secret_file = cluster.folder / f"password-{ROLE}"
    if not secret_file.exists():
        password = secrets.token_urlsafe(24)
        address = cluster.address(user=SUPERUSER, database="postgres")
        with psycopg.connect(address, autocommit=True) as connection:
            make_role(connection, password)
        write_secret(secret_file, password)
    write_secret(cluster.address_file, cluster.address())


def make_role(connection: psycopg.Connection, password: str) -> None:
    """Make role and database, also when an earlier attempt broke off half-way."""
    role, secret = sql.Identifier(ROLE), sql.Literal(password)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, secret))
    known = "SELECT 1 FROM pg_database WHERE datname = %s"
    if connection.execute(known, [ROLE]).fetchone() is None:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server: let statements end at once, and nothing that was committed be lost."""
    for told in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(told)
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue


@contextmanager
def running(cluster: Cluster) -> Iterator[str]:
    """Run the database for a while; gives its address."""
    prepare(cluster)
    process = start(cluster)
    try:
        yield cluster.address()
    finally:
        stop(process)


def said(cluster: Cluster) -> str:
    """Return the last lines the server wrote, from before and after it opened its own log."""
    files = [cluster.folder / "start.log", *cluster.log_folder.glob("*.log")]
    newest = sorted((file for file in files if file.exists()), key=lambda f: f.stat().st_mtime)[-2:]
    lines = [file.read_text(errors="replace").splitlines()[-SAID_LINES:] for file in newest]
    return "\n".join(line for part in lines for line in part)


def database_failure(cluster: Cluster) -> str:
    """Return why the server does not run and what to do, in one sentence."""
    words = said(cluster)
    if "No space left on device" in words:
        return f"The disk is full: free some space for {cluster.folder} and start Kept again."
    if "Permission denied" in words:
        return f"The database may not use its folder {cluster.data}: give it back to its owner."
    lines = [line for line in words.splitlines() if line.strip()] or ["it gave no reason"]
    grave = [line for line in lines if "FATAL:" in line or "PANIC:" in line] or lines
    reason = grave[-1].rpartition("FATAL:")[2].strip().rstrip(".")
    return f"The database does not start ({reason}); its log is in {cluster.log_folder}."


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
