import os
import subprocess
import sys

import pytest

from kept.config import commands
from kept.config.commands import main
from kept.config.refusal import Refused


def test_every_command_has_a_line_of_help(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    shown = capsys.readouterr().out
    assert ended.value.code == 0
    for name in commands.names():
        assert name in shown
        assert commands.summary(name).endswith(".")


@pytest.mark.parametrize("name", commands.names())
def test_every_command_says_what_it_takes(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])

    assert ended.value.code == 0
    assert f"usage: kept {name}" in capsys.readouterr().out


def test_a_command_that_does_not_exist_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["fly"])

    assert ended.value.code == commands.WRONG_USAGE


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refused("Close the door."), "kept: Close the door.\n"),
        (OSError(28, "No space left on device", "/data"), "kept: The disk is full at /data: free"),
        (PermissionError(13, "Permission denied", "/data"), "kept: Permission denied: /data.\n"),
        (ValueError("seven"), "kept: Something is wrong inside Kept (ValueError: seven)."),
    ],
)
def test_what_goes_wrong_is_one_sentence(error, said, monkeypatch, capsys):
    def fail(options):
        raise error

    monkeypatch.setattr("kept.config.commands.hours.run", fail)

    assert main(["hours"]) == commands.REFUSED
    told = capsys.readouterr().err
    assert told.startswith(said)
    assert told.count("\n") == 1


def test_ctrl_c_is_no_error(monkeypatch, capsys):
    def interrupt(options):
        raise KeyboardInterrupt

    monkeypatch.setattr("kept.config.commands.hours.run", interrupt)

    assert main(["hours"]) == commands.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    (tmp_path / "questions").write_text('{"id": 1, "op": "nothing"}\n' * 20_000)
    line = [sys.executable, "-m", "kept", "hours", str(tmp_path / "questions")]

    with subprocess.Popen(line, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout.readline().startswith('{"id": 1')
        process.stdout.close()
        told = process.stderr.read()

    assert told == ""
    assert process.returncode == commands.BROKEN_PIPE


def test_hours_answers_each_line(tmp_path):
    calendar = '{"tz": "Asia/Shanghai", "weekly": {"mon": [["09:00", "17:00"]]}}'
    question = f'{{"id": 7, "calendar": {calendar}, "op": "is_open", "start": "2026-03-02T10:00"}}'
    (tmp_path / "questions").write_text(f"{question}\nnonsense\n")

    done = subprocess.run(
        [sys.executable, "-m", "kept", "hours", str(tmp_path / "questions")],
        capture_output=True,
        text=True,
        check=True,
    )

    first, second = done.stdout.splitlines()
    assert first == '{"id": 7, "result": true}'
    assert '"error"' in second


def test_a_small_command_loads_no_web_framework():
    code = (
        "import sys; from kept.config.commands import main; main(['hours', sys.argv[1]]);"
        "sys.exit('django' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code, os.devnull], check=False).returncode == 0
