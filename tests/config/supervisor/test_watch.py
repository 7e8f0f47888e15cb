"""The supervisor in a process of its own, so that it can be killed."""

import json
import os
import signal
import subprocess
import sys

import psutil
import pytest

from kept.config.supervisor import end_leftovers

from .conftest import all_gone, eventually

# Two children, one of which starts a further one; the supervisor says when all run.
CODE = """
import sys
from pathlib import Path
from kept.config.supervisor import Child, Supervisor
from kept.config.supervisor.child import python_program

sleep = "import time; time.sleep(300)"
family = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {sleep!r}]).wait()"
children = [
    Child(python_program("first", "-c", sleep, environment={})),
    Child(python_program("second", "-c", family, environment={})),
]
Supervisor(children, register_file=Path(sys.argv[1])).run(
    is_ready=lambda: True, announce=lambda: print("ready", flush=True)
)
print("stopped", flush=True)
"""


@pytest.fixture
def supervisor(tmp_path):
    register = tmp_path / "children"
    line = [sys.executable, "-c", CODE, str(register)]
    known = os.environ | {"KEPT_DATA": str(tmp_path)}
    with subprocess.Popen(line, env=known, stdout=subprocess.PIPE, text=True) as process:
        process.register = register
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()
    end_leftovers(register)


def family_of(process):
    """Return everything the supervisor started, once all three are there."""

    def complete():
        found = psutil.Process(process.pid).children(recursive=True)
        return found if len(found) == 3 else None

    return eventually(complete)


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_leaves_nothing_running(supervisor, told):
    started = family_of(supervisor)

    supervisor.send_signal(told)

    assert supervisor.stdout.readline() == "stopped\n"
    assert supervisor.wait(timeout=60) == 0
    assert all_gone(started)
    assert not supervisor.register.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start ends them")
def test_killed_it_leaves_no_child_running_and_the_next_start_ends_the_rest(supervisor):
    started = family_of(supervisor)
    children = psutil.Process(supervisor.pid).children()

    supervisor.kill()
    assert all_gone(children)

    assert end_leftovers(supervisor.register) == ["second"]
    assert all_gone(started)


def test_a_child_that_dies_is_started_again_and_written_down(supervisor):
    def written():
        return json.loads(supervisor.register.read_text())

    first = written()["first"][0]
    os.kill(first, signal.SIGKILL)

    eventually(lambda: written().get("first", [first])[0] != first)
    assert psutil.Process(written()["first"][0]).is_running()
