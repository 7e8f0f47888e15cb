import os
import time

import psutil

from kept.config.refusal import Refused
from kept.config.supervisor import Child, Program
from kept.config.supervisor.child import SILENCE

from .conftest import all_gone, eventually, spawn


def test_who_dies_is_started_again_after_a_pause(sleeper):
    child = Child(sleeper)
    assert child.look(now=100.0)
    first = child.process.pid
    os.kill(first, 9)
    eventually(lambda: not child.is_alive())

    assert not child.look(now=101.0)  # the death is noticed
    assert not child.look(now=101.2)  # too early
    assert child.look(now=101.3)
    assert child.process.pid != first
    child.make_stop(0.0)


def test_what_a_dead_process_had_started_dies_too(sleeper):
    family = (
        "import subprocess, sys;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)']);"
        "print(child.pid, flush=True); child.wait()"
    )
    child = Child(Program("family", lambda: spawn(family, stdout=-1)))
    child.look(now=0.0)
    grandchild = psutil.Process(int(child.process.stdout.readline()))
    child.process.stdout.close()
    child.process.kill()
    eventually(lambda: not child.is_alive())

    child.look(now=1.0)

    assert all_gone([grandchild])


def test_who_cannot_be_started_is_tried_again_later():
    def refuse():
        raise Refused("not today")

    child = Child(Program("stubborn", refuse))

    assert not child.look(now=0.0)
    assert child.patience.deaths == 1
    assert child.patience.not_before > 0.0


def test_CR_07_a_hung_process_is_ended_when_its_heartbeat_stops(sleeper, tmp_path):
    heartbeat = tmp_path / "alive"
    heartbeat.touch()
    child = Child(Program("hung", sleeper.spawn, heartbeat=heartbeat))
    child.look(now=0.0)

    child.look(now=SILENCE + 1)
    assert child.is_alive()  # its heartbeat is fresh

    long_ago = time.time() - SILENCE - 1
    os.utime(heartbeat, (long_ago, long_ago))
    child.look(now=SILENCE + 2)
    eventually(lambda: not child.is_alive())
    child.look(now=SILENCE + 3)


def test_who_does_not_stop_when_asked_is_ended():
    deaf = "import signal, time; signal.signal(15, 1); print(flush=True); time.sleep(300)"
    child = Child(Program("deaf", lambda: spawn(deaf, stdout=-1)))
    child.look(now=0.0)
    child.process.stdout.readline()
    process = child.process

    child.ask_to_stop()
    child.make_stop(0.05)
    process.stdout.close()

    assert process.returncode == -9
    assert child.process is None
