"""`kept rebuild` as a person or a program meets it."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.db import transaction
from django.utils import timezone

from kept.records.cases.models import Case, Clock, Rebuild
from kept.records.cases.services import differences
from kept.records.history.models import Entry
from kept.records.history.queries import different_entries
from tests.desk import open_desk
from tests.workers.conftest import address, until
from tests.workers.test_bulk import is_waiting_for_a_lock, log_many, spoil, wrong


@pytest.fixture
def desk(transactional_db):
    return open_desk()


@pytest.fixture
def rebuild(desk, tmp_path):
    """Start `kept rebuild` on the tests' database; end what is left."""
    started = []

    def start(*words):
        more = {"DATABASE_URL": address(), "KEPT_DATA": str(tmp_path)}
        process = subprocess.Popen(
            [sys.executable, "-m", "kept", "rebuild", *words],
            env=os.environ | more | {"DJANGO_SETTINGS_MODULE": "kept.config.settings"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def end(process):
    said, problems = process.communicate(timeout=120)
    return process.returncode, said, problems


def until_said(process, words):
    """Return what a process says as its problems up to a line with these words."""
    said = []
    while line := process.stderr.readline():
        said.append(line)
        if words in line:
            break
    return "".join(said)


def test_says_what_differs_and_then_puts_it_right(desk, rebuild):
    log_many(desk, 3)
    spoil()
    numbers = set(Case.objects.values_list("number", flat=True))

    code, said, _ = end(rebuild("--check", "--json"))
    assert code == 1
    assert set(json.loads(said)["different"]) == numbers
    assert len(wrong()) > 0

    code, said, problems = end(rebuild())
    assert (code, problems) == (0, "")
    assert said.startswith("3 of 3 cases looked at, 3 were written anew.")
    assert "case: level is '9', not ''" in said
    assert wrong() == []

    code, said, _ = end(rebuild("--check"))
    assert (code, said) == (0, "3 of 3 cases looked at, 0 differ.\n")


def test_one_case_only(desk, rebuild):
    log_many(desk, 2)
    spoil()
    first, second = Case.objects.order_by("pk")

    code, said, _ = end(rebuild("--case", first.number, "--json"))

    assert (code, json.loads(said)["cases"]) == (0, 1)
    now = timezone.now()
    assert differences(case_id=first.pk, now=now) == []
    assert differences(case_id=second.pk, now=now) != []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--version", "1"], "--version needs --policy"),
        (["--case", "K-000001", "--open"], "--case names one case"),
        (["--processes", "0"], "--processes must be from 1 to 64"),
        (["--case", "K-999999"], "no such case"),
        (["--policy", "NONE"], "not published"),
    ],
)
def test_refuses_what_makes_no_sense(desk, rebuild, words, said):
    code, _, problems = end(rebuild(*words))

    assert code == 1
    assert said in problems
    assert problems.startswith("kept: ")


def test_killed_half_way_it_goes_on_and_writes_nothing_twice(desk, rebuild):
    log_many(desk, 120)
    spoil()
    with transaction.atomic():
        held = Case.objects.order_by("pk")[70].pk
        Clock.objects.select_for_update().get(case_id=held, key="answer")
        process = rebuild("--processes", "1")
        assert until(is_waiting_for_a_lock)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    asked = Rebuild.objects.get()
    assert Case.objects.filter(level="9").count() == 70

    code, said, _ = end(rebuild("--json"))

    assert (code, json.loads(said)["done"]) == (0, 120)
    assert Rebuild.objects.get() == asked
    assert wrong() == []


def test_ctrl_c_says_how_to_go_on_and_its_hands_end(desk, rebuild):
    log_many(desk, 3)
    spoil()
    with transaction.atomic():
        Clock.objects.select_for_update().filter(key="answer").first()
        process = rebuild("--processes", "1")
        assert until(is_waiting_for_a_lock)
        process.send_signal(signal.SIGINT)
        said = until_said(process, "goes on where it was")
        assert process.poll() is None  # it lets the hand end its step

    code, _, problems = end(process)

    assert code == 130
    assert "Traceback" not in said + problems
    assert Rebuild.objects.get().cancelled_at is None


def test_calls_off_what_runs(desk, rebuild):
    log_many(desk, 3)
    spoil()
    with transaction.atomic():
        Clock.objects.select_for_update().filter(key="answer").first()
        process = rebuild("--processes", "1")
        assert until(is_waiting_for_a_lock)
        other, said, _ = end(rebuild("--cancel"))
        assert (other, said) == (0, "Called off: 1.\n")

    code, said, _ = end(process)

    assert code == 1
    assert "It was called off." in said


def test_the_history_is_put_right_as_well(desk, rebuild):
    log_many(desk, 3)
    Entry.objects.filter(pk=Entry.objects.latest("pk").pk).delete()
    Entry.objects.filter(pk=Entry.objects.latest("pk").pk).update(title="spoilt")

    code, said, _ = end(rebuild("--history", "--check", "--json"))
    assert (code, json.loads(said)) == (1, {"check": True, "different": 2})

    code, said, problems = end(rebuild("--history"))
    assert (code, problems) == (0, "")
    assert said == "Entries of the history: 2 were written anew.\n"
    assert different_entries() == 0
    assert not Entry.objects.filter(title="spoilt").exists()


def test_the_history_is_put_right_as_a_whole_or_not(desk, rebuild):
    code, _, problems = end(rebuild("--history", "--open"))

    assert code != 0
    assert "as a whole" in problems
