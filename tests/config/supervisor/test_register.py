import os

import psutil

from kept.config.supervisor import register

from .conftest import all_gone, spawn


def test_what_was_left_running_is_ended_with_all_it_started(tmp_path):
    family = (
        "import subprocess, sys;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)']);"
        "print(child.pid, flush=True); child.wait()"
    )
    parent = spawn(family, stdout=-1)
    child = psutil.Process(int(parent.stdout.readline()))
    register.write(tmp_path / "children", {"family": parent.pid})

    ended = register.end_leftovers(tmp_path / "children")

    assert ended == ["family"]
    assert parent.wait(timeout=60) < 0
    assert all_gone([child])
    parent.stdout.close()


def test_what_a_dead_process_had_started_is_ended_too(tmp_path):
    family = (
        "import subprocess, sys;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)']);"
        "print(child.pid, flush=True); child.wait()"
    )
    parent = spawn(family, stdout=-1, env=os.environ | {"KEPT_DATA": str(tmp_path)})
    child = psutil.Process(int(parent.stdout.readline()))
    register.write(tmp_path / "children", {"family": parent.pid})
    parent.kill()
    parent.wait()

    assert register.end_leftovers(tmp_path / "children") == ["family"]
    assert all_gone([child])
    parent.stdout.close()


def test_a_number_that_another_program_has_now_is_let_alone(tmp_path):
    other = spawn("input()", stdin=-1)
    (tmp_path / "children").write_text(f'{{"web": [{other.pid}, 1000.0]}}')

    assert register.end_leftovers(tmp_path / "children") == []
    assert other.poll() is None
    other.communicate(b"\n")


def test_a_register_that_is_missing_or_cut_short_names_nobody(tmp_path):
    assert register.end_leftovers(tmp_path / "missing") == []
    (tmp_path / "cut").write_text('{"web": [12')
    assert register.end_leftovers(tmp_path / "cut") == []


def test_who_is_dead_already_is_not_written_down(tmp_path):
    dead = spawn("")
    dead.wait()

    register.write(tmp_path / "children", {"dead": dead.pid})

    assert register.remembered(tmp_path / "children") == {}
