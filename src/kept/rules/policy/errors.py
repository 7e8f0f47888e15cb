"""What is wrong in a policy file, said so that its owner can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class PolicyError:
    """One mistake: where it is, and a sentence saying what is wrong and what was expected."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PolicyErrors(Exception):
    """The text is not a policy. `errors` holds every mistake that was found, by line."""

    def __init__(self, errors: Iterable[PolicyError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(str(error) for error in self.errors))


class TooManyErrors(Exception):
    """Enough mistakes were found; reading on would help nobody."""


MOST_ERRORS = 200


class Problems:
    """Collects the mistakes of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[PolicyError] = []

    def add(self, line: int, message: str) -> None:
        """Note a mistake; raises TooManyErrors when it is the last one worth telling."""
        self.found.append(PolicyError(self.file, line, message))
        if len(self.found) >= MOST_ERRORS:
            end = f"There are more than {MOST_ERRORS} mistakes; reading stopped here."
            self.found.append(PolicyError(self.file, line, end))
            raise TooManyErrors

    def raise_any(self) -> None:
        """Raise PolicyErrors when anything was found."""
        if self.found:
            raise PolicyErrors(self.found)
