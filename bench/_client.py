"""A client that costs little: a process of its own, one thread and one kept connection per client.

Reads a task as JSON from standard input and writes what it saw as JSON: for each client the
milliseconds of every answer, in order. Anything but the expected status ends it with a sentence.
"""

from __future__ import annotations

import json
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

KEY = "@" * 32  # its place takes a new key for every request
HEAD_ENDS = b"\r\n\r\n"


def ask(
    port: int,
    clients: Sequence[Sequence[str]],
    *,
    status: int = 200,
    seconds: float = 0,
    times: int = 0,
) -> list[float]:
    """Let clients send their requests in turn, for some time or so often; return milliseconds.

    They start together. The first answer of each is not counted.
    """
    task = {"port": port, "clients": clients, "status": status, "seconds": seconds, "times": times}
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [ms for client in json.loads(done.stdout) for ms in client]


def main() -> None:
    task = json.load(sys.stdin)
    together = threading.Barrier(len(task["clients"]))
    found: list[list[float]] = [[] for _ in task["clients"]]
    threads = [
        threading.Thread(target=_work, args=(task, requests, together, took))
        for requests, took in zip(task["clients"], found, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not all(found):
        sys.exit("A client broke off.")
    json.dump(found, sys.stdout)


def _work(
    task: dict[str, Any], requests: list[str], together: threading.Barrier, took: list[float]
) -> None:
    encoded = [request.encode().split(KEY.encode()) for request in requests]
    with socket.create_connection(("127.0.0.1", task["port"])) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _answer(connection, encoded[0], task["status"])
        together.wait()
        end = time.perf_counter() + task["seconds"]
        place = 0
        while place < task["times"] or (task["seconds"] and time.perf_counter() < end):
            place += 1
            begun = time.perf_counter()
            _answer(connection, encoded[place % len(encoded)], task["status"])
            took.append((time.perf_counter() - begun) * 1000)


def _answer(connection: socket.socket, parts: list[bytes], status: int) -> None:
    connection.sendall(secrets.token_hex(16).encode().join(parts))
    data = b""
    while HEAD_ENDS not in data:
        data += _more(connection)
    head, _, body = data.partition(HEAD_ENDS)
    length = _length(head)
    while len(body) < length:
        body += _more(connection)
    if int(head[9:12]) != status:
        sys.exit(f"{head.decode(errors='replace')}\n\n{body.decode(errors='replace')[:2000]}")


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        sys.exit("The server closed the connection.")
    return data


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


if __name__ == "__main__":
    main()
