"""What we depend on: each with its reason, each locked, and no address of a registry."""

import json
import re
import tomllib

import pytest

from .files import ROOT

LOCKS = sorted(path.name for path in (ROOT / "requirements").glob("*.lock"))
PACKAGE_LOCK = ROOT / "src/kept/web/common/assets/package-lock.json"


def plain(requirement: str) -> str:
    """Return the name in a requirement, as registries compare names."""
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", requirement)[0]).lower()


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_every_dependency_has_its_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text()
    extras = project()["optional-dependencies"]
    wanted = [*project()["dependencies"], *(line for lines in extras.values() for line in lines)]

    without = [one for one in wanted if not re.search(rf'"{re.escape(one)}",\s+# \w', text)]
    assert without == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_address(lock):
    text = (ROOT / "requirements" / lock).read_text()
    entries = re.split(r"\n(?=[a-z])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))

    assert "://" not in text
    assert "--index" not in text
    for entry in filter(None, map(str.strip, entries)):
        assert re.match(r"[\w.-]+==[\w.!+]+ ", entry), entry[:60]
        assert "--hash=sha256:" in entry


def test_every_dependency_is_locked():
    extras = project()["optional-dependencies"]
    for lock, wanted in {
        "run.lock": project()["dependencies"],
        "build.lock": [*project()["dependencies"], *extras["build"]],
        "dev.lock": [*project()["dependencies"], *extras["build"], *extras["dev"]],
        "node.lock": extras["node"],
    }.items():
        text = (ROOT / "requirements" / lock).read_text()
        locked = {plain(line) for line in text.splitlines() if re.match(r"[a-z].*==", line)}
        assert {plain(one) for one in wanted} <= locked, lock


def test_what_is_developed_with_is_what_runs():
    def versions(lock):
        text = (ROOT / "requirements" / lock).read_text()
        return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))

    assert versions("run.lock").items() <= versions("build.lock").items()
    assert versions("build.lock").items() <= versions("dev.lock").items()


def test_the_packages_that_bundle_are_locked_by_content_and_without_an_address():
    packages = json.loads(PACKAGE_LOCK.read_text())["packages"]

    for where, package in packages.items():
        assert "resolved" not in package, where
        assert not where or package["integrity"].startswith("sha512-"), where
