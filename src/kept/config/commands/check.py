"""Check policy files: what they do not say clearly, with file and line.

Exit code 0: every file can be published; 1: at least one cannot. A policy that comes with Kept
can be named by its id (S2) instead of a file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kept.config.refusal import Refused
from kept.config.spoken import add_language


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take policy files or ids, a form and a language."""
    parser.add_argument("policies", nargs="+", metavar="POLICY", help="a policy file or id")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    add_language(parser)


def policy_file(named: str) -> Path:
    """Return the file that a person names, or that of a policy that comes with Kept."""
    from kept.rules.policy import shipped

    path = Path(named)
    if path.is_file():
        return path
    files = shipped()
    if named in files:
        return files[named]
    raise Refused(f"There is no policy file {named}. Name a file, or one of {', '.join(files)}.")


def run(options: argparse.Namespace) -> int:
    """Print the findings and return whether all policies are good."""
    from kept.rules.policy.report import check_files

    files = [policy_file(name) for name in options.policies]
    text, code = check_files(files, json=options.json, language=options.language)
    sys.stdout.write(f"{text}\n")
    return code
