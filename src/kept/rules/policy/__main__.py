"""`python -m kept.rules.policy FILE…`: check policy files without the rest of Kept."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kept.rules.policy.reference import schema_text, vocabulary_page
from kept.rules.policy.report import check_files


def main(arguments: list[str] | None = None) -> int:
    """Check the files named on the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m kept.rules.policy", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="policy files")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of text")
    parser.add_argument("--language", default="en", help="language of the sentences (en, zh-Hans)")
    parser.add_argument("--schema", action="store_true", help="print policy.schema.json")
    parser.add_argument("--vocabulary", action="store_true", help="print vocabulary.md")
    given = parser.parse_args(arguments)
    if given.schema or given.vocabulary:
        sys.stdout.write(schema_text() if given.schema else vocabulary_page())
        return 0
    if not given.files:
        parser.error("name at least one policy file")
    text, code = check_files(given.files, json=given.json, language=given.language)
    sys.stdout.write(f"{text}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
