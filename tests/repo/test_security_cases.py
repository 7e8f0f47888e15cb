"""The page of security cases says what the tests show."""

import re

from .files import ROOT, python_files

PAGE = (ROOT / "docs" / "security-cases.md").read_text(encoding="utf8")
ROW = re.compile(r"^\| ([A-Z]{2}-\d\d) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = {case: state for case, _title, state in ROW.findall(PAGE)}
TEST = re.compile(r"^\s*def (test_\w+)\(", re.MULTILINE)
CASE = re.compile(r"(?<=_)([A-Z]{2})_(\d\d)(?=_)")
STATES = ("shown by `test_", "does not touch what exists yet: ", "open: ")
# The areas that are built: every one of their cases has a row.
WANTED = {
    "AZ": (1, 2, 3, 4, 6, 7, 9, 10, 11, 12, 13, 15),
    "AU": (1, 2, 3, 5, 6, 7, 8, 9),
    "PO": (1, 2, 3, 4, 6, 7, 8),
    "CK": (1, 2, 3, 5, 6, 8),
    "CC": (1, 2, 4, 5, 6, 7),
    "CR": (1, 2, 3, 5, 7, 8, 9),
    "WF": (1, 2, 3, 5, 6),
    "UP": (1, 3, 4, 5, 6, 7, 8),
    "EM": (1, 2, 4, 5, 6, 7, 8, 10, 11, 12, 14, 15, 16, 18),
    "ID": (1, 2, 5),
    "SG": (1, 3, 5, 6),
    "AL": (1, 2, 4, 6, 7),
    "BL": (1, 3, 4, 5, 7, 8),
}


def every_test() -> set[str]:
    return {name for path in python_files("tests") for name in TEST.findall(path.read_text("utf8"))}


def test_every_case_has_one_row_with_a_state():
    wanted = {f"{area}-{number:02}" for area, numbers in WANTED.items() for number in numbers}

    assert wanted <= ROWS.keys()
    assert len(ROW.findall(PAGE)) == len(ROWS)
    assert [case for case, state in ROWS.items() if not state.startswith(STATES)] == []


def test_every_test_that_is_named_is_there():
    named = set(re.findall(r"`(test_\w+)`", PAGE))

    assert named - every_test() == set()


def test_what_tests_are_named_after_is_said_to_be_shown():
    named = {"-".join(case) for test in every_test() for case in CASE.findall(test)}

    assert [case for case in named if not ROWS.get(case, "").startswith("shown by ")] == []
