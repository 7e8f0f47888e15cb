"""Count working time: questions as JSON lines in, answers as JSON lines out.

docs/hours.md lists the operations. Every line is answered in its order, with its own `id` and a
`result` or an `error`; a bad line never stops the rest.
"""

from __future__ import annotations

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take a file, or standard input."""
    parser.add_argument("file", nargs="?", default="-", help="JSON lines (default: standard input)")
    parser.add_argument("--json", action="store_true", help="the only form there is")


def run(options: argparse.Namespace) -> int:
    """Answer every line."""
    from kept.rules.hours.batch import serve

    if options.file == "-":
        serve(sys.stdin.buffer, sys.stdout)
        return 0
    with open(options.file, "rb") as questions:  # noqa: PTH123 - the name is said as it was given
        serve(questions, sys.stdout)
    return 0
