"""The documents name what is there, and the tests stand where the code stands."""

import re
from collections import Counter
from pathlib import Path

import pytest

from kept.config import commands

from .files import ROOT, SOURCE, files, name

LAYERS = ("rules", "planner", "records", "web")


def packages() -> list[str]:
    """Return every package of two levels, and those layers that have no inner packages."""
    inner = [path for layer in LAYERS for path in sorted((SOURCE / layer).glob("*/"))]
    real = [path for path in inner if any(path.rglob("*.py")) or any(path.glob("*.yaml"))]
    named = [f"kept.{path.parent.name}.{path.name}" for path in real]
    return [found for found in named if "__" not in found] + ["kept.config", "kept.workers"]


@pytest.mark.parametrize("package", packages())
def test_every_package_is_on_the_map(package):
    assert f"`{package}`" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf8")


def test_the_map_names_nothing_that_is_not_there():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf8")
    named = set(re.findall(r"^\| `(kept\.[\w.]+)` \|", page, re.MULTILINE))

    missing = [one for one in named if not (SOURCE.parent / one.replace(".", "/")).is_dir()]
    assert missing == []


@pytest.mark.parametrize("command", commands.names())
def test_every_command_is_described(command):
    pages = [path for path in files() if path.suffix == ".md" and "docs" in path.parts]
    pages.append(ROOT / "README.md")

    assert any(f"kept {command}" in path.read_text(encoding="utf8") for path in pages)


def test_every_setting_is_described():
    reading = re.compile(r"environment\.\w+\(\s*\"((?:KEPT|DATABASE)_\w+)\"")
    code = "".join(p.read_text(encoding="utf8") for p in (SOURCE / "config").rglob("*.py"))
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf8")

    assert sorted(one for one in set(reading.findall(code)) if f"`{one}`" not in page) == []


def links() -> list[tuple[Path, str]]:
    """Return each link of a document to another file of the repository."""
    link = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
    pages = [path for path in files() if path.suffix == ".md"]
    found = [(page, to) for page in pages for to in link.findall(page.read_text(encoding="utf8"))]
    return [(page, to) for page, to in found if not re.match(r"[a-z]+:", to)]


def test_every_link_inside_the_documents_leads_somewhere():
    broken = [f"{name(page)} -> {to}" for page, to in links() if not (page.parent / to).exists()]

    assert broken == []


def test_every_how_to_is_linked_where_people_begin():
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf8")
    guides = [path.name for path in files() if path.parent.name == "howto"]

    assert sorted(one for one in guides if f"(docs/howto/{one})" not in page) == []


def test_every_make_target_that_a_document_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set()
    for path in files():
        if path.suffix == ".md":
            named |= set(re.findall(r"`make ([a-z]+)", path.read_text(encoding="utf8")))

    assert named <= targets


def test_tests_stand_where_their_code_stands():
    tests = ROOT / "tests"
    stray = [
        name(folder)
        for layer in ("rules", "planner", "records", "web", "workers", "config")
        for folder in sorted((tests / layer).glob("*/"))
        if (folder / "__init__.py").exists() and not (SOURCE / layer / folder.name).is_dir()
    ]

    assert stray == []


def test_every_migration_is_named_for_its_purpose():
    found = [path for path in files() if path.parent.name == "migrations"]

    assert [name(path) for path in found if re.search(r"\d{4}_auto_", path.name)] == []


def test_the_glossary_has_one_term_for_one_thing():
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| [^|]+ \|$", page, re.MULTILINE)
    terms = [term for term, *_ in rows if term not in ("English", "---")]
    sections = re.findall(r"^## (.+)$", page, re.MULTILINE)

    assert terms
    assert [term for term, times in Counter(terms + sections).items() if times > 1] == []


def test_the_map_names_every_module_that_all_apps_may_use():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf8")
    modules = {path.stem for path in (SOURCE / "records").glob("*.py")} - {"__init__"}

    assert sorted(one for one in modules if f"`{one}`" not in page) == []
