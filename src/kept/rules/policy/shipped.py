"""The policies that come with Kept."""

from __future__ import annotations

from pathlib import Path

from kept.rules.policy.load import load_file
from kept.rules.policy.model import Policy

SUFFIX = ".policy.yaml"
LIBRARY = Path(__file__).resolve().parent.parent / "library"


def shipped() -> dict[str, Path]:
    """Return the files of the policies that come with Kept, by id, in alphabetical order."""
    found = sorted(LIBRARY.glob(f"*{SUFFIX}"))
    return {path.name.removesuffix(SUFFIX): path for path in found}


def load_shipped(policy_id: str) -> Policy:
    """Return a policy that comes with Kept; KeyError if there is none of this id."""
    return load_file(shipped()[policy_id])
