"""The embedded database, for real: made, started, killed, started again."""

import os
import signal
import stat
import subprocess
import sys

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kept.config.database import Cluster, database_failure, prepare, running, start, stop
from kept.config.database.cluster import spawn
from kept.config.refusal import Refused


def number_of_rows(address):
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT count(*) FROM kept_rows").fetchone()[0]


@pytest.fixture(scope="module", autouse=True)
def rows(cluster):
    """The database is made once and holds three rows; each test starts and stops it."""
    with running(cluster) as address, psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept_rows AS SELECT generate_series(1, 3) AS n")


def test_what_was_written_is_there_after_the_next_start(cluster):
    with running(cluster) as address:
        assert number_of_rows(address) == 3


def test_nobody_gets_in_without_the_password(cluster):
    with running(cluster) as address:
        parts = conninfo_to_dict(address)
        for user in ("kept", "postgres"):
            for password in ("", "wrong"):
                attempt = make_conninfo(**parts | {"user": user, "password": password})
                with pytest.raises(psycopg.OperationalError, match="password"):
                    psycopg.connect(attempt)


def test_only_the_socket_is_open(cluster):
    prepare(cluster)
    server = start(cluster)
    try:
        assert psutil.Process(server.pid).net_connections("inet") == []
        assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
    finally:
        stop(server)


def test_the_server_never_runs_as_root(cluster):
    prepare(cluster)
    server = start(cluster)
    try:
        assert psutil.Process(server.pid).uids().effective != 0
        assert cluster.data.stat().st_uid == psutil.Process(server.pid).uids().effective
    finally:
        stop(server)


def test_the_application_is_no_superuser(cluster):
    with running(cluster) as address, psycopg.connect(address) as connection:
        asked = "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(asked).fetchone() == (False, False)


def test_secrets_can_be_read_by_their_owner_only(cluster):
    for name in ("address", "password-kept", "password-postgres"):
        assert stat.S_IMODE((cluster.folder / name).stat().st_mode) == 0o600


def test_what_is_confirmed_is_safe(cluster):
    names = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
    with running(cluster) as address, psycopg.connect(address) as connection:
        for name in names:
            assert connection.execute(f"SHOW {name}").fetchone() == ("on",)


def test_CR_03_kill_9_postgres_loses_nothing_that_was_confirmed(cluster):
    prepare(cluster)
    server = start(cluster)
    with psycopg.connect(cluster.address(), autocommit=True) as connection:
        connection.execute("INSERT INTO kept_rows VALUES (4)")
        server.kill()
        server.wait()

    with running(cluster) as address, psycopg.connect(address, autocommit=True) as connection:
        assert number_of_rows(address) == 4
        connection.execute("DELETE FROM kept_rows WHERE n = 4")


def test_CR_08_a_server_that_a_dead_kept_left_behind_is_ended_first(cluster):
    prepare(cluster)
    left_behind = start(cluster)

    with running(cluster) as address:
        assert number_of_rows(address) == 3
        assert left_behind.wait(timeout=60) == 0


def test_CR_08_a_dead_server_whose_parent_has_not_looked_yet_keeps_nobody_out(cluster):
    prepare(cluster)
    server = start(cluster)
    server.kill()
    os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)  # dead, and its number still taken

    with running(cluster) as address:
        assert number_of_rows(address) == 3

    server.wait()


def test_CR_08_a_stale_number_that_another_program_has_now_keeps_nobody_out(cluster):
    prepare(cluster)
    server = start(cluster)
    memory = (cluster.data / "postmaster.pid").read_text().split("\n", 1)[1]
    server.kill()
    server.wait()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        (cluster.data / "postmaster.pid").write_text(f"{other.pid}\n{memory}")

        with running(cluster) as address:
            assert number_of_rows(address) == 3

        assert other.poll() is None  # it was let alone
        other.communicate(b"\n")


def test_the_server_ends_with_whoever_started_it(cluster):
    prepare(cluster)
    starter = (
        "import sys, time; from pathlib import Path;"
        "from kept.config.database import Cluster, start;"
        "print(start(Cluster(Path(sys.argv[1]))).pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter, str(cluster.folder)], stdout=subprocess.PIPE, text=True
    ) as parent:
        server = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)

    server.wait(timeout=60)
    assert not server.is_running()


def test_a_folder_whose_name_is_too_long_for_a_socket_is_served_on_this_machine_only(open_folder):
    long = Cluster(open_folder / ("x" * 90) / "database", durable=False)
    long.folder.parent.mkdir()
    long.folder.parent.chmod(0o711)

    with running(long) as address, psycopg.connect(address) as connection:
        assert conninfo_to_dict(address)["host"] == "127.0.0.1"
        assert connection.execute("SELECT inet_server_addr()::text").fetchone() == ("127.0.0.1/32",)


def test_a_broken_cluster_is_said_in_one_sentence(open_folder):
    broken = Cluster(open_folder / "broken", durable=False)
    prepare(broken)
    (broken.data / "global" / "pg_control").unlink()

    with pytest.raises(Refused, match="The database does not start .*pg_control"):
        start(broken)


def test_RF_01_a_full_disk_is_said_in_one_sentence(open_folder):
    full = Cluster(open_folder / "full")
    full.folder.mkdir()
    (full.folder / "start.log").write_text(
        'PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device\n'
    )

    assert database_failure(full).startswith("The disk is full: free some space")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_as_root_a_folder_that_others_cannot_enter_is_refused_in_one_sentence(open_folder):
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(Refused, match="not in root's home"):
        prepare(Cluster(closed / "database"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_as_root_programs_in_a_closed_folder_are_copied_to_an_open_one(open_folder, monkeypatch):
    from kept.config.database import programs

    installed = open_folder / "venv" / "pginstall18"
    copied = Cluster(open_folder / "copied", durable=False)
    installed.parent.mkdir(mode=0o700)
    installed.symlink_to(programs.shipped())
    real = programs.shipped()
    monkeypatch.setattr(programs, "shipped", lambda: installed)
    assert not programs.runs(installed, programs.account_for(copied.data))

    with running(copied):
        pass
    assert (copied.folder / f"pginstall18-{(real / 'bin/postgres').stat().st_size}").is_dir()


def test_two_servers_in_one_folder_are_never_started(cluster):
    with running(cluster):
        second = spawn(cluster)

        assert second.wait(timeout=60) != 0
        assert "already exists" in (cluster.folder / "start.log").read_text()


def test_CR_09_files_copied_from_a_database_cut_off_are_whole_again(cluster, open_folder):
    """As after a power cut: nothing was closed, and the log has to be followed from the disk."""
    with running(cluster) as address, psycopg.connect(address) as connection:
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    prepare(cluster)
    server = start(cluster)
    with psycopg.connect((cluster.folder / "address").read_text()) as connection:
        connection.execute("CREATE TABLE kept_cut AS SELECT generate_series(1, 5000) AS n")
    family = psutil.Process(server.pid).children()
    server.kill()
    server.wait()
    psutil.wait_procs(family, timeout=30)
    aside = open_folder / "as it was"
    subprocess.run(["cp", "-a", cluster.folder, aside], check=True)
    subprocess.run(["rm", "-r", cluster.folder], check=True)
    subprocess.run(["cp", "-a", aside, cluster.folder], check=True)

    with running(cluster) as address, psycopg.connect(address) as connection:
        assert connection.execute("SELECT count(*) FROM kept_cut").fetchone() == (5000,)
    assert number_of_rows_after(cluster) == 3


def number_of_rows_after(cluster):
    with running(cluster) as address:
        return number_of_rows(address)
