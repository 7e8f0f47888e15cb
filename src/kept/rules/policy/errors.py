"""What is wrong in a policy file, said so that its owner can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kept.rules.said import ENGLISH, Saying


@dataclass(frozen=True, slots=True)
class PolicyError:
    """One mistake: where it is, and a sentence saying what is wrong and what was expected."""

    file: str
    line: int
    saying: Saying

    @property
    def message(self) -> str:
        """Return the sentence in English."""
        return self.saying.english

    def sentence(self, language: str) -> str:
        """Return the sentence in `language`."""
        return self.saying.in_language(language)

    def in_language(self, language: str) -> str:
        """Return the sentence in `language`, with its place in front."""
        return f"{self.file}:{self.line}: {self.sentence(language)}"

    def __str__(self) -> str:
        return self.in_language(ENGLISH)


class PolicyErrors(Exception):
    """The text is not a policy. `errors` holds every mistake that was found, by line."""

    def __init__(self, errors: Iterable[PolicyError]) -> None:
        self.errors = tuple(sorted(set(errors), key=lambda e: (e.file, e.line, e.message)))
        super().__init__("\n".join(str(error) for error in self.errors))

    def in_language(self, language: str) -> str:
        """Return a line for each mistake, with its place."""
        return "\n".join(error.in_language(language) for error in self.errors)


class TooManyErrors(Exception):
    """Enough mistakes were found; reading on would help nobody."""


MOST_ERRORS = 200


class Problems:
    """Collects the mistakes of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[PolicyError] = []
        self.settled: set[int] = set()  # lines of which nothing more is told

    def add(self, line: int, saying: Saying) -> None:
        """Note a mistake; raises TooManyErrors when it is the last one worth telling."""
        if line in self.settled:
            return
        self.found.append(PolicyError(self.file, line, saying))
        if len(self.found) >= MOST_ERRORS:
            end = Saying(
                "too-many-mistakes",
                "There are more than {most} mistakes; reading stopped here.",
                most=MOST_ERRORS,
            )
            self.found.append(PolicyError(self.file, line, end))
            raise TooManyErrors

    def raise_any(self) -> None:
        """Raise PolicyErrors when anything was found."""
        if self.found:
            raise PolicyErrors(self.found)
