import argparse
import fcntl
import os
import subprocess
import sys

import pytest

from kept.config import data
from kept.config.places import Places
from kept.config.refusal import Refused

HOLD = (
    "import fcntl, sys; file = open(sys.argv[1], 'a'); fcntl.flock(file, fcntl.LOCK_EX);"
    "print(flush=True); input()"
)


@pytest.fixture
def chosen(tmp_path) -> Places:
    places = Places(tmp_path / "data")
    data.furnish(places)
    return places


@pytest.fixture
def other_kept(chosen):
    """Another process that holds the data."""
    chosen.lock.write_text("4711, http://127.0.0.1:8000")
    line = [sys.executable, "-c", HOLD, str(chosen.lock)]
    with subprocess.Popen(line, stdin=-1, stdout=-1) as process:
        process.stdout.readline()
        yield process
        process.communicate(b"\n")


def test_the_folder_named_is_seen_by_settings_and_children(monkeypatch, tmp_path):
    monkeypatch.setenv("KEPT_DATA", "/elsewhere")
    options = argparse.Namespace(data=str(tmp_path / "mine"), demo=False)

    chosen = data.choose(options)

    assert chosen.root == tmp_path / "mine"
    assert os.environ["KEPT_DATA"] == str(tmp_path / "mine")


def test_the_secret_key_is_made_once(chosen):
    first = chosen.secret_key.read_text()

    data.furnish(chosen)

    assert chosen.secret_key.read_text() == first
    assert len(first) >= 50


def test_data_is_used_by_one_kept_at_a_time(chosen, other_kept):
    assert data.is_running(chosen)
    with pytest.raises(Refused, match=r"process 4711, http://127.0.0.1:8000"):
        data.locked(chosen).__enter__()


def test_a_lock_that_nobody_holds_any_more_keeps_nobody_out(chosen):
    chosen.lock.write_text("4711, http://127.0.0.1:8000")

    assert not data.is_running(chosen)
    with data.locked(chosen, note="http://here"):
        assert chosen.lock.read_text() == f"{os.getpid()}, http://here"


def test_asking_whether_it_runs_leaves_the_lock_as_it_was(chosen):
    assert not data.is_running(chosen)
    with data.locked(chosen), chosen.lock.open() as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class TestDemo:
    def test_a_fresh_folder_becomes_the_demo_companys_for_good(self, tmp_path):
        chosen = Places(tmp_path / "new")

        data.mark_as_demo(chosen)
        data.mark_as_demo(chosen)

        assert chosen.demo_mark.exists()

    def test_AU_08_the_demo_company_is_never_put_beside_real_data(self, chosen):
        with pytest.raises(Refused, match="holds real data"):
            data.mark_as_demo(chosen)

        assert not chosen.demo_mark.exists()
