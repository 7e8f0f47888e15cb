"""Reading a policy: text in, `Policy` out, or every mistake at once."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from kept.rules.policy.characters import MOST_BYTES
from kept.rules.policy.errors import PolicyError, PolicyErrors, Problems, TooManyErrors
from kept.rules.policy.mending import read_on
from kept.rules.policy.model import Policy
from kept.rules.policy.read.policy import read_policy
from kept.rules.policy.read.scope import Names, Scope
from kept.rules.policy.text import Unreadable
from kept.rules.said import Saying


def load(text: str | bytes, *, file: str) -> Policy:
    """Return the policy that `text` says; `file` names it in sentences.

    Raises PolicyErrors with every mistake that was found. Nothing in the text is ever run.
    """
    problems = Problems(file)
    try:
        root = read_on(text, problems)
        policy = read_policy(Scope(problems, Names()), root, _digest(text))
    except (Unreadable, TooManyErrors):
        raise PolicyErrors(problems.found) from None
    problems.raise_any()
    return policy


def load_file(path: Path) -> Policy:
    """Return the policy of a file; raises PolicyErrors, also when it cannot be opened."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "unreadable"
        told = Saying("cannot-be-opened", "The file cannot be opened: {reason}.", reason=reason)
        raise PolicyErrors([PolicyError(str(path), 1, told)]) from None
    return load(content, file=str(path))


def _digest(text: str | bytes) -> str:
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()
