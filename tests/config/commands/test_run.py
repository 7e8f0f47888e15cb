"""`kept run` as a person meets it: started, killed in every way, started again."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest

from kept.config.database.cluster import free_port
from kept.config.places import Places
from tests.config.supervisor.conftest import all_gone, eventually

SESSION = "kept=" + "a" * 32  # of nobody, but it must be looked up


class Running:
    """One `kept run`, and what it said."""

    def __init__(self, data: Path, *more: str) -> None:
        self.port = free_port()
        self.data = Places(data)
        self.process = kept("run", "--data", str(data), "--port", str(self.port), *more)
        self.said = b""

    def until_ready(self) -> "Running":
        def is_ready():
            self.said += os.read(self.process.stdout.fileno(), 4096)
            assert self.process.poll() is None, self.said.decode()
            return b"Kept is ready" in self.said

        eventually(is_ready, seconds=240)
        return self

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, part: str) -> psutil.Process:
        """Return the child whose command line holds this."""
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if part in " ".join(child.cmdline()))

    def status(self, *, cookie: str = "") -> int | None:
        """Return what the sign-in page answers; None if nobody does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": "localhost", "Cookie": cookie}
        try:
            connection.request("GET", "/accounts/login/", headers=headers)
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)
        self.process.stdout.close()


def kept(*arguments: str) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("KEPT_", "DATABASE_"))}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment |= {"KEPT_WEB_PROCESSES": "1", "KEPT_CONNECTIONS": "2"}  # small and fast
    line = [sys.executable, "-m", "kept", *arguments]
    return subprocess.Popen(line, env=environment, stdout=-1, stderr=subprocess.STDOUT)


@pytest.fixture(scope="module")
def data():
    with tempfile.TemporaryDirectory(prefix="kept-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "data"


@pytest.fixture
def running(data):
    started = []

    def run(*more: str) -> Running:
        started.append(Running(data, *more))
        return started[-1]

    yield run
    for one in started:
        one.stop()


def test_it_serves_pages_and_ctrl_c_leaves_nothing_running(running):
    desk = running().until_ready()
    family = desk.family()
    assert desk.status() == 200
    assert {"database", "web", "workers"} <= set(desk.data.children.read_text().split('"'))

    desk.process.send_signal(signal.SIGINT)

    assert desk.process.wait(timeout=60) == 0
    assert all_gone(family)
    assert not desk.data.children.exists()


def test_CR_01_killed_it_leaves_nothing_running_and_starts_again(running):
    desk = running().until_ready()
    family = desk.family()

    desk.process.kill()

    assert all_gone(family)
    assert running().until_ready().status() == 200


@pytest.mark.parametrize("part", ["postgres", "granian", "kept.workers"])
def test_CR_01_CR_02_CR_03_what_is_killed_is_started_again(running, part):
    desk = running().until_ready()
    victim = desk.child(part)

    victim.kill()

    def is_back():
        try:
            return desk.child(part).pid != victim.pid and desk.status() == 200
        except (StopIteration, psutil.NoSuchProcess):
            return False

    assert eventually(is_back, seconds=60)


def test_RF_03_when_the_database_answers_nobody_pages_say_so_instead_of_hanging(running):
    desk = running().until_ready()
    with psycopg.connect((desk.data.database / "address").read_text()) as held:
        held.execute("LOCK TABLE django_session IN ACCESS EXCLUSIVE MODE")
        with ThreadPoolExecutor(4) as pool:  # more ask than there are connections
            answers = list(pool.map(lambda _: desk.status(cookie=SESSION), range(4)))

    assert set(answers) == {503}
    assert eventually(lambda: desk.status(cookie=SESSION) == 200, seconds=60)


def test_the_doctor_examines_what_runs(running):
    desk = running().until_ready()

    doctor = kept("doctor", "--json", "--data", str(desk.data.root))

    told = [json.loads(line) for line in doctor.communicate(timeout=60)[0].splitlines()]
    found = {row["check"]: row for row in told}
    for well in ("data folder", "processes", "database", "migrations", "web pages", "assets"):
        assert found[well]["verdict"] == "good", found[well]


def test_a_second_kept_on_the_same_data_is_refused(running):
    desk = running().until_ready()

    second = running().process

    assert second.wait(timeout=60) == 1
    told = second.stdout.read().decode()
    assert told.startswith("kept: Another Kept already uses")
    assert f"127.0.0.1:{desk.port}" in told
    assert desk.status() == 200


def test_the_demo_company_is_refused_beside_real_data(running):
    running().until_ready().stop()

    refused = running("--demo").process

    assert refused.wait(timeout=60) == 1
    assert b"holds real data" in refused.stdout.read()


def test_a_busy_port_is_said_in_one_sentence(data):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = kept("run", "--data", str(data), "--port", str(port))
        told = refused.communicate(timeout=60)[0].decode()

    assert refused.returncode == 1
    assert told == (
        f"kept: Port {port} on 127.0.0.1 cannot be used (Address already in use): stop the program"
        f" that has it, or choose another, such as --port {port % 65535 + 1}.\n"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["--port", "0"], "--port must be from 1 to 65535"),
        (["--host", "nowhere.invalid"], "is no address of this machine"),
    ],
)
def test_an_address_that_cannot_be_is_said_in_one_sentence(data, line, said):
    refused = kept("run", "--data", str(data), *line)

    told = refused.communicate(timeout=60)[0].decode()
    assert refused.returncode == 1
    assert said in told
    assert told.count("\n") == 1


def test_data_that_cannot_be_used_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").touch()

    refused = kept("run", "--data", str(tmp_path / "file"), "--port", str(free_port()))

    told = refused.communicate(timeout=60)[0].decode()
    assert refused.returncode == 1
    assert "choose another with --data" in told
    assert told.count("\n") == 1
