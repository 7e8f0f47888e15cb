"""The repository speaks of Kept alone, and gives nothing away."""

import re

import pytest

from .files import ROOT, SOURCE, name, python_files, text_files

# Written apart, so that this file does not find itself.
WORDS = {
    "paths of one machine": r"/wo" r"rk/(main|shared)|/home/\w+/|/root/\.",
    "how it was written": r"\b(sub-?ag"
    r"ent|pro"
    r"mpt engineering|language mo"
    r"del|chat"
    r"bot)\b",
    "a registry's address": r"registry\.npm"
    r"js\.org|files\.python"
    r"hosted\.org|py"
    r"pi\.org/simple",
    "a secret": r"-----BEGIN [A-Z ]*PRIVATE K" r"EY|\bAKIA[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b",
    "a merge that was not finished": r"^(<{7}|>{7}) ",
}
VAGUE = re.compile(r"^(utils?|helpers?|managers?|misc|common_utils)$|^process_")


@pytest.mark.parametrize("what", WORDS)
def test_no_file_holds(what):
    pattern = re.compile(WORDS[what], re.IGNORECASE | re.MULTILINE)
    found = [
        f"{name(path)}: {hit.group()}"
        for path in text_files()
        for hit in pattern.finditer(path.read_text(encoding="utf8"))
    ]

    assert found == []


def test_every_name_says_what_it_is():
    files = python_files("src", "tests", "scripts", "bench")
    vague = [name(path) for path in files if VAGUE.match(path.stem)]
    vague += [name(path) for path in files if any(VAGUE.match(part) for part in path.parts)]
    functions = re.compile(
        r"^\s*(?:async )?def (process_\w+|\w+_helper|\w+_utils?)\(", re.MULTILINE
    )
    # Django's own name for a middleware's method.
    allowed = {"process_exception", "process_view", "process_request", "process_response"}
    for path in files:
        found = functions.findall(path.read_text(encoding="utf8"))
        vague += [f"{name(path)}: {word}" for word in found if word not in allowed]

    assert vague == []


def test_there_is_one_licence_and_it_is_named():
    assert "Apache License" in (ROOT / "LICENSE").read_text()
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text()


def test_text_ends_with_a_line_end_and_has_no_trailing_blanks():
    faulty = []
    for path in text_files():
        text = path.read_text(encoding="utf8")
        kind = path.suffix in {".py", ".md", ".toml", ".ts", ".css", ".html", ".yaml"}
        if kind and text and (not text.endswith("\n") or re.search(r"[ \t]+$", text, re.MULTILINE)):
            faulty.append(name(path))

    assert faulty == []


def test_the_clock_is_read_by_the_outer_layers_only():
    reading = re.compile(r"\b(datetime\.now|timezone\.now|time\.time|date\.today|utcnow)\(")
    below = [
        path for layer in ("rules", "planner", "records") for path in (SOURCE / layer).rglob("*.py")
    ]
    found = [name(path) for path in below if reading.search(path.read_text(encoding="utf8"))]

    assert found == []
