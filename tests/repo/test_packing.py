"""The wheel: everything that runs is in it, and nothing that only builds it."""

import os
import subprocess
import sys
import zipfile

import pytest

from .files import ROOT, SOURCE, files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel as `make wheel` does."""
    folder = tmp_path_factory.mktemp("wheel")
    line = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder)]
    done = subprocess.run([*line, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("kept-*.whl")
    return zipfile.ZipFile(built)


def test_it_carries_every_source_file(wheel):
    sources = [path for path in files() if path.is_relative_to(SOURCE)]
    assets = SOURCE / "web" / "common" / "assets"
    wanted = {str(p.relative_to(SOURCE.parent)) for p in sources if not p.is_relative_to(assets)}

    assert wanted - set(wheel.namelist()) == set()


@pytest.mark.parametrize(
    "name",
    [
        "kept/web/common/static/kept/kept.css",
        "kept/web/common/static/kept/kept.js",
        "kept/locale/zh_Hans/LC_MESSAGES/django.mo",
        "kept/locale/zh_Hant/LC_MESSAGES/django.mo",
        "kept/rules/library/S0.policy.yaml",
    ],
)
def test_it_carries_what_is_built_and_what_is_read(wheel, name):
    assert wheel.getinfo(name).file_size > 100


def test_it_carries_no_build_tools(wheel):
    built = [name for name in wheel.namelist() if "node_modules" in name or "/assets/" in name]

    assert built == []


def test_it_gives_the_command_and_its_licence(wheel):
    folder = next(name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name)

    assert "kept = kept.config.commands:main" in wheel.read(f"{folder}/entry_points.txt").decode()
    assert b"Apache License" in wheel.read(f"{folder}/licenses/LICENSE")


def test_it_runs_without_the_checkout(wheel, tmp_path):
    wheel.extractall(tmp_path)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)}
    code = "import kept.config.commands as c; print(c.__file__); c.main(['--help'])"

    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.startswith(str(tmp_path))
    assert "doctor" in done.stdout
