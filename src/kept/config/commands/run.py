"""Run everything on this machine: database, web pages, workers.

Without DATABASE_URL the embedded database is used. What dies is started again. Ctrl-C stops all.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

from kept.config import data, environment, preparation
from kept.config.commands import demo
from kept.config.database import Cluster, prepare, spawn, start
from kept.config.places import Places
from kept.config.refusal import Refused
from kept.config.supervisor import Child, Program, Supervisor, end_leftovers
from kept.config.supervisor.child import python_program

LEAST_SPACE = 300_000_000  # bytes: the database keeps as much aside for its log
DATABASE_STOP_SECONDS = 30.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take the address to listen on and the data folder."""
    data.data_arguments(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")


def run(options: argparse.Namespace) -> int:
    """Start everything, watch it, stop it."""
    check_port(options.host, options.port)
    chosen = data.choose(options)
    if options.demo:
        data.mark_as_demo(chosen)
    data.furnish(chosen)
    check_space(chosen)
    preparation.check_assets()
    os.environ.setdefault("KEPT_URL", f"http://localhost:{options.port}")
    with data.locked(chosen, note=f"http://{options.host}:{options.port}"):
        end_leftovers(chosen.children)
        serve(options, chosen)
    return 0


def serve(options: argparse.Namespace, chosen: Places) -> None:
    """Run the children until we are told to stop."""
    for told in (signal.SIGINT, signal.SIGTERM):  # also while things are being made ready
        signal.signal(told, signal.default_int_handler)
    began = time.monotonic()
    with database_children(chosen) as children:
        make_ready(options, chosen)
        children += [Child(web(options)), Child(workers(chosen))]
        supervisor = Supervisor(children, register_file=chosen.children)
        supervisor.run(
            is_ready=lambda: answers(options.host, options.port),
            announce=lambda: announce(options, chosen, seconds=time.monotonic() - began),
        )


@contextmanager
def database_children(chosen: Places) -> Iterator[list[Child]]:
    """Give the embedded database as a child that runs already; nothing when one was given."""
    if not data.is_embedded():
        yield []
        return
    cluster = Cluster(chosen.database)
    prepare(cluster)

    def spawn_again() -> subprocess.Popen[bytes]:
        prepare(cluster)
        return spawn(cluster)

    told, seconds = signal.SIGINT, DATABASE_STOP_SECONDS
    child = Child(Program("database", spawn_again, stop_signal=told, stop_seconds=seconds))
    child.adopt(start(cluster), time.monotonic())
    try:
        yield [child]
    finally:
        child.ask_to_stop()
        child.make_stop(DATABASE_STOP_SECONDS)


def make_ready(options: argparse.Namespace, chosen: Places) -> None:
    """Bring tables and static files up to date, and load the demo company where it belongs."""
    preparation.collect_once(chosen)
    if data.is_embedded():
        preparation.migrate_once(chosen)
    else:
        preparation.migrate()  # somebody else may have changed it since
    if options.demo:
        demo.load_once(chosen)


def web(options: argparse.Namespace) -> Program:
    """Return the web server: several processes, since one Python uses one core."""
    processes = environment.number("KEPT_WEB_PROCESSES", web_processes(), least=1, most=64)
    # One that grew beyond this, in MB, is replaced between two requests.
    memory = environment.number("KEPT_WEB_MEMORY", 768, least=256, most=65536)
    return python_program(
        "web",
        *("-m", "granian", "kept.config.rsgi:application", "--interface", "rsgi"),
        *("--host", options.host, "--port", str(options.port)),
        *("--workers", str(processes)),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5"),
        *("--workers-max-rss", str(memory), "--no-ws", "--log-level", "error"),
        environment={"KEPT_PROCESS": "web"},
    )


def web_processes() -> int:
    """Return how many web processes suit this machine."""
    return max(2, min(8, os.cpu_count() or 2))


def workers(chosen: Places) -> Program:
    """Return what runs by itself."""
    return python_program(
        "workers",
        *("-m", "kept.workers"),
        environment={"KEPT_PROCESS": "workers"},
        heartbeat=chosen.heartbeat,
    )


def check_port(host: str, port: int) -> None:
    """Refuse a port that is taken, or that we may not take."""
    if not 0 < port < 65536:
        raise Refused(f"--port must be from 1 to 65535, not {port}.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise Refused(f"--host {host} is no address of this machine.") from None
    except PermissionError:
        raise Refused(f"Port {port} is for root only: choose one above 1023 with --port.") from None
    except OSError as error:
        raise Refused(
            f"Port {port} on {host} cannot be used ({os.strerror(error.errno or 0)}): stop the "
            f"program that has it, or choose another, such as --port {port % 65535 + 1}."
        ) from None


def check_space(chosen: Places) -> None:
    """Refuse a disk that will soon be full."""
    free = shutil.disk_usage(chosen.root).free
    if free < LEAST_SPACE:
        raise Refused(
            f"Only {free // 10**6} MB are free at {chosen.root} and {LEAST_SPACE // 10**6} MB are "
            "needed: free some space and start Kept again."
        )


def answers(host: str, port: int) -> bool:
    """Say whether the web server answers yet."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    connection = HTTPConnection(asked, port, timeout=2)
    try:
        connection.request("GET", "/static/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def announce(options: argparse.Namespace, chosen: Places, *, seconds: float) -> None:
    """Say where Kept is, and with --demo who may sign in."""
    print(f"\nKept is ready: {os.environ['KEPT_URL']}   ({seconds:.1f} s; Ctrl-C stops it)")
    if options.demo:
        print(demo.logins(chosen))
    print(flush=True)
