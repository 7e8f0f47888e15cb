"""What to do with a message: the whole rule, from values alone."""

from __future__ import annotations

from dataclasses import dataclass

from kept.records.mail.proof import Verdict
from kept.records.mail.reading.message import Message

# Why a person has to decide, and why there is nothing to do. `words` has the sentences.
AUTOMATIC, LOOP, TWICE = "automatic", "loop", "twice"
NO_SENDER, FORGED, CLAIMS_STAFF, FROM_STAFF = "no_sender", "forged", "claims_staff", "from_staff"
UNPROVED, UNKNOWN, SEVERAL, LEFT = "unproved_answer", "unknown_sender", "several", "left"
UNREADABLE, UNDECIDED = "unreadable", "undecided"
BY_WEB, FOLLOWS = "by_web", "follows"


@dataclass(frozen=True)
class KnownContact:
    """A contact who writes from the sender's address."""

    pk: int
    customer_id: int
    has_left: bool
    language: str


@dataclass(frozen=True)
class Known:
    """What the archive and the cases know about a message."""

    verdict: Verdict
    is_ours: bool  # the sender's address, or its host, is one of ours
    is_loop: bool  # we wrote it, or it comes from one of our own mailboxes
    contacts: tuple[KnownContact, ...]
    proved_case: int | None  # the case whose secret for this sender it carries
    proved_customer: int | None  # whose case that is
    mentioned_case: int | None
    is_repeated: bool = False  # the same message came before, here or to another mailbox
    by_web: bool = False  # it was written into the form for everyone
    follows: bool = False  # it was sent from the private page of a web request, ...
    followed_case: int | None = None  # ... whose case this is, once there is one


@dataclass(frozen=True)
class Open:
    """A request of its own, by this contact."""

    contact: KnownContact


@dataclass(frozen=True)
class Add:
    """An answer in a case. `by_person`: somebody wrote it; else a machine did."""

    case_id: int
    by_person: bool


@dataclass(frozen=True)
class Wait:
    """A person has to decide."""

    why: str


@dataclass(frozen=True)
class Leave:
    """Nothing to do; it stays where it can be seen."""

    why: str


Decision = Open | Add | Wait | Leave


def decide(message: Message, known: Known) -> Decision:
    """Return what to do with a message. Nothing opens or changes a case on a header's word alone.

    What the sender claims to be counts for nothing; a case is answered with the secret that was
    sent to that very address.
    """
    if known.is_loop or known.is_repeated:
        return Leave(LOOP if known.is_loop else TWICE)
    if known.follows:
        return Add(known.followed_case, by_person=True) if known.followed_case else Wait(FOLLOWS)
    doubt = _doubt(message, known)
    if doubt:
        return Wait(doubt)
    if known.proved_case is not None and _is_of_case(known):
        return Add(known.proved_case, by_person=not message.automatic)
    return Leave(AUTOMATIC) if message.automatic else _new(known)


def _doubt(message: Message, known: Known) -> str:
    """Return why the sender is not to be believed; empty if there is no reason."""
    if message.sender is None:
        nobody = BY_WEB if known.by_web else NO_SENDER
        return AUTOMATIC if message.automatic else nobody
    if known.is_ours:
        return FROM_STAFF if known.verdict is Verdict.PROVED else CLAIMS_STAFF
    return FORGED if known.verdict is Verdict.FORGED else ""


def _is_of_case(known: Known) -> bool:
    """Say whether the sender is a contact of the case's customer who is still there."""
    return any(
        one.customer_id == known.proved_customer and not one.has_left for one in known.contacts
    )


def _new(known: Known) -> Decision:
    """Return what to do with what a person wrote and is no proved answer."""
    if known.proved_case is not None or known.mentioned_case is not None:
        return Wait(UNPROVED)
    there = [one for one in known.contacts if not one.has_left]
    if len({one.customer_id for one in there}) > 1:
        return Wait(SEVERAL)
    if there:
        return Open(there[0])
    return Wait(LEFT if known.contacts else UNKNOWN)
