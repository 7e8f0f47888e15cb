"""Whose word something is: who there said it, and whether somebody here may give it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.records.cases.held_back import speaker_for
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.rules.assess.graders import OUR_PARTIES, is_ours
from kept.rules.facts import Value
from kept.rules.policy.model import Policy

# Who may give the word of a role that policies name; of any other role a manager does.
SPEAK_FOR: Final = {
    "hotline": {Role.HOTLINE, Role.DISPATCHER, Role.MANAGER},
    "service": {Role.HOTLINE, Role.DISPATCHER, Role.MANAGER},
    "office_staff": {Role.HOTLINE, Role.DISPATCHER, Role.MANAGER},
    "dispatcher": {Role.DISPATCHER, Role.MANAGER},
    "engineer": {Role.ENGINEER},
    "expert": {Role.ENGINEER},
}


class UnknownWord(Refused):
    """The policy knows no such party or role."""

    sentence = _("This policy has no party or role “%(word)s”.")


class WhoSaidIt(Refused):
    """The word of another party has somebody who gave it."""

    sentence = _("Please say who gave this word: their name stays on record.")


class NotYourWord(Refused):
    """Somebody else here gives the word of this role."""

    sentence = _("You cannot say this for “%(word)s”. Please ask somebody who can.")


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word of a party or role of the policy; `requester` is the name of who gave it.

    `is_direct`: they wrote it themselves through a door of ours, nobody here took it down.
    """

    of: str
    requester: str = ""
    is_direct: bool = False

    def values(self, policy: Policy) -> dict[str, Value]:
        """Return what a fact says about whose word it is."""
        said: dict[str, Value] = {"role" if self.of in policy.roles else "party": self.of}
        return said | ({"requester": self.requester.strip()} if self.requester.strip() else {})


def check_word(policy: Policy, word: Word, *, by: Person, deciding: bool = False) -> None:
    """Raise a refusal unless `by` may write down this word.

    The word of another party has a name. Ours is given by those who have the role; when something
    is decided, the company's by a manager.
    """
    if word.of not in policy.parties and word.of not in policy.roles:
        raise UnknownWord(word=word.of)
    if not is_ours(policy, word.of):
        if not word.requester.strip():
            raise WhoSaidIt
    elif not may_speak_for(word.of, by=by, deciding=deciding):
        raise NotYourWord(word=names_of(policy, [word.of]))


def may_speak_for(word: str, *, by: Person, deciding: bool = False) -> bool:
    """Say whether a person gives the word of one of our parties or roles."""
    if word in OUR_PARTIES and not deciding:
        return True
    return bool(SPEAK_FOR.get(word, {Role.MANAGER}) & set(by.roles))


def names_of(policy: Policy, words: Iterable[str]) -> str:
    """Return the names of parties and roles in the reader's language."""
    speaker = speaker_for(policy)
    return " / ".join(speaker.party(word) for word in words)
