"""A person's decision about a letter that waits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import LogRequest
from kept.records.cases.models import Case
from kept.records.cases.services import CaseNotFound, Opened, ReasonMissing, open_case
from kept.records.cases.surroundings import Surroundings
from kept.records.files.services import ReadyFile, read_bytes
from kept.records.ledger.services import write
from kept.records.mail.models import Letter, Outcome
from kept.records.mail.reading.message import Message, NotRead
from kept.records.mail.reading.reader import Reader
from kept.records.mail.services.doing import Content, add_answer, attach_letter, ready_files
from kept.records.mail.services.goods import ask_for_goods
from kept.records.people.models import Person
from kept.records.refusal import Refused

UNDECIDED = {Outcome.WAITING, Outcome.SET_ASIDE}


class DecidedAlready(Refused):
    """Somebody else was faster."""

    sentence = _("Somebody has dealt with this mail already. Please look at it again.")


class LetterNotRead(Refused):
    """Nothing in it can be read, so there is nothing to add."""

    sentence = _("This mail cannot be read. Download it, and write down what it says.")


@transaction.atomic
def add_to_case(*, letter_id: int, case_id: int, by: Person, now: datetime) -> bool:
    """Add a letter to a case, because a person says that it belongs there.

    The case's contact stays who it is. Returns whether anything changed. Raises DecidedAlready,
    CaseNotFound, LetterNotRead.
    """
    letter = _held(letter_id)
    if letter.outcome == Outcome.ADDED and letter.case_id == case_id:
        return False
    _refuse_decided(letter)
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    add_answer(letter, _content(letter), case.pk, by=by, by_person=True, now=now)
    _decided(letter, Outcome.ADDED, case=case, by=by, now=now)
    ask_for_goods(letter, case.pk, now=now)
    _bring_what_follows(letter, case, by=by, now=now)
    return True


@transaction.atomic
def log_letter(
    *,
    letter_id: int,
    request: LogRequest,
    by: Person,
    now: datetime,
    key: str,
    known: Surroundings | None = None,
) -> Opened:
    """Log a letter that waits as a request, because a person says whose and what it is.

    Its files come with it. Safe to repeat with the same key. Raises DecidedAlready, and what
    `open_case` raises.
    """
    letter = _held(letter_id)
    opened = open_case(request=request, by=by, now=now, key=key, known=known)
    if letter.outcome == Outcome.OPENED and letter.case_id == opened.case_id:
        return opened
    _refuse_decided(letter)
    case = Case.objects.get(pk=opened.case_id)
    attach_letter(case.pk, letter, _read(letter)[1], now=now)
    _decided(letter, Outcome.OPENED, case=case, by=by, now=now)
    ask_for_goods(letter, case.pk, now=now)
    _bring_what_follows(letter, case, by=by, now=now)
    return opened


@transaction.atomic
def set_aside(*, letter_id: int, reason: str, by: Person, now: datetime) -> bool:
    """Say that there is nothing to do about a letter, and why. It stays where it can be seen.

    Returns whether anything changed. Raises DecidedAlready, ReasonMissing.
    """
    letter = _held(letter_id)
    if letter.outcome == Outcome.SET_ASIDE:
        return False
    _refuse_decided(letter)
    why = " ".join(reason.split())[:500]
    if not why:
        raise ReasonMissing
    letter.decision = why
    return _decided(letter, Outcome.SET_ASIDE, by=by, now=now)


def _bring_what_follows(letter: Letter, case: Case, *, by: Person, now: datetime) -> None:
    """Add to the case what its sender sent to the same web request since."""
    rows = Letter.objects.waiting().filter(web__first__letter=letter).order_by("pk")
    for each in rows.select_for_update(of=("self",)):
        add_answer(each, _content(each), case.pk, by=by, by_person=True, now=now)
        _decided(each, Outcome.ADDED, case=case, by=by, now=now)


def _held(letter_id: int) -> Letter:
    return Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)


def _refuse_decided(letter: Letter) -> None:
    if letter.outcome not in UNDECIDED:
        raise DecidedAlready


def _content(letter: Letter) -> Content:
    message, files = _read(letter)
    if message is None:
        raise LetterNotRead
    return Content(message, files)


def _read(letter: Letter) -> tuple[Message | None, dict[str, ReadyFile]]:
    """Return what stands in a letter, if that can be read, and what a case gets of it."""
    raw = read_bytes(letter.raw.sha256)
    reader = Reader()
    try:
        message, contents = reader.read(raw)
    except NotRead:
        return None, ready_files(letter.pk, None, raw, ())
    finally:
        reader.close()
    return message, ready_files(letter.pk, message, raw, contents)


def _decided(
    letter: Letter, outcome: Outcome, *, by: Person, now: datetime, case: Case | None = None
) -> bool:
    letter.outcome, letter.case = outcome, case
    letter.decided_at, letter.decided_by = now, by
    letter.why = letter.why or "decided"
    letter.save()
    data = {"outcome": str(outcome), "case": str(case.number) if case else "",
            "reason": letter.decision}  # fmt: skip
    write(stream=letter.stream, verb="letter.decided", by=by, at=now, data=data)
    return True
