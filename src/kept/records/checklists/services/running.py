"""Checklists of cases: starting one, answering its items, setting it aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact, following
from kept.records.cases.models import Case
from kept.records.cases.running import running_policy
from kept.records.cases.services import KeyReused, ReasonMissing, record_fact, touch_case
from kept.records.cases.services.holding import hold
from kept.records.checklists.items import Item, ItemKind, Outcome, from_json, number, plain
from kept.records.checklists.models import (
    Checklist,
    ChecklistAnswer,
    ChecklistPublication,
    ChecklistRun,
)
from kept.records.checklists.services.keeping import ChecklistNotFound
from kept.records.files.models import Attachment
from kept.records.files.services import ReadyFile, attach_ready
from kept.records.ledger.services import Line, write_many
from kept.records.people.models import Person
from kept.records.refusal import Refused

SOURCE = "checklist"


class AnswerImpossible(Refused):
    """An item cannot be answered like this."""

    sentence = _("“%(said)s” is no answer to item %(item)s.")


class AnsweredMeanwhile(Refused):
    """Somebody else answered the same item since it was shown."""

    sentence = _("%(name)s answered item %(item)s meanwhile. Please look at it again.")


class PhotoMissing(Refused):
    """A photo is a picture among the case's own files."""

    sentence = _("Please choose a photo of this case for item %(item)s.")


class SetAside(Refused):
    """Nothing is answered in a checklist that was set aside."""

    sentence = _("This checklist was set aside. Start it again if it is needed.")


@dataclass(frozen=True)
class Started:
    """A checklist runs for a case; `repeated`: it already did."""

    run_id: int
    repeated: bool


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says of one item; of a photo a file made ready, or one of the case's own."""

    item: int
    outcome: Outcome = Outcome.SAID
    said: str = ""
    text: str = ""
    photo_id: int | None = None
    file: ReadyFile | None = None


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What somebody says of the items of a run.

    `seen` is the last answer that was on record when they began.
    """

    run_id: int
    answers: Sequence[Said]
    seen: int


@dataclass(frozen=True)
class Answered:
    """How many answers were new. `fact`: number of the fact that it is complete, if recorded.

    `refused` is why that fact could not be recorded.
    """

    new: int
    is_complete: bool
    fact: int | None = None
    refused: str = ""


@transaction.atomic
def start_checklist(*, case_id: int, key: str, by: Person, now: datetime) -> Started:
    """Start the published version of a checklist for a case.

    Safe to repeat: one that runs goes on. Raises ChecklistNotFound, CaseNotFound, ConcernsYou.
    """
    case = touch_case(case_id=case_id, handled_by=by)
    running = ChecklistRun.objects.filter(case_id=case.pk, checklist__key=key, aside_at=None)
    found = running.first()
    if found is not None:
        return Started(found.pk, True)
    checklist = Checklist.objects.filter(key=key, retired_at=None).first()
    offered = ChecklistPublication.objects.filter(version__checklist=checklist)
    last = offered.select_related("version").order_by("-version__number").first()
    if checklist is None or last is None:
        raise ChecklistNotFound
    run = ChecklistRun.objects.create(
        case_id=case.pk,
        customer_id=case.customer_id,
        checklist=checklist,
        version=last.version,
        started_at=now,
        started_by=by,
        started_by_name=by.actor_name,
    )
    data = {"run": run.pk, "checklist": key, "version": last.version.number}
    write_many([Line(stream=case.stream, verb="checklist.started", by=by, at=now, data=data)])
    return Started(run.pk, False)


@transaction.atomic
def set_aside_checklist(
    *, case_id: int, run_id: int, reason: str, by: Person, now: datetime
) -> bool:
    """Say that a checklist is not needed after all, for a reason; its answers stay.

    Returns whether anything changed. Raises ReasonMissing, ChecklistNotFound, ConcernsYou.
    """
    case = touch_case(case_id=case_id, handled_by=by)
    run = _run(case, run_id)
    if run.aside_at is not None:
        return False
    if not reason.strip():
        raise ReasonMissing
    ChecklistRun.objects.filter(pk=run.pk).update(
        aside_at=now, aside_by=by, aside_why=reason.strip()[:500]
    )
    data = {"run": run.pk, "checklist": run.checklist.key, "reason": reason.strip()[:500]}
    write_many([Line(stream=case.stream, verb="checklist.set_aside", by=by, at=now, data=data)])
    return True


@transaction.atomic
def answer_checklist(
    *, case_id: int, filled: Filled, by: Person, now: datetime, key: str
) -> Answered:
    """Answer items of a checklist; earlier answers stay on record, the last one counts.

    What says the same as was seen is no answer, and what somebody else answered since is not
    overwritten. Safe to repeat with the same key. Raises AnswerImpossible, ReasonMissing,
    PhotoMissing, AnsweredMeanwhile, SetAside, KeyReused, ChecklistNotFound, ConcernsYou, and what
    `attach_ready` raises.
    """
    if _may_complete(case_id, filled.run_id):
        hold(case_id)  # with all that a fact of it touches, in their order
    case = touch_case(case_id=case_id, handled_by=by)
    run = _run(case, filled.run_id)
    held = _Held(run, list(run.answers.order_by("seq")))
    sent = [row for row in held.rows if row.key == key]
    if sent:
        if any(row.by_id != by.pk for row in sent):
            raise KeyReused
        return Answered(0, held.is_complete())
    if run.aside_at is not None:
        raise SetAside
    new = [held.answer(said) for said in filled.answers if held.is_new(said, filled.seen)]
    if not new:
        return Answered(0, held.is_complete())
    was_complete = held.is_complete()
    rows = [_row(held, said, place, by, now, key) for place, said in enumerate(new, start=1)]
    ChecklistAnswer.objects.bulk_create(rows)
    held.rows += rows
    write_many([_line(case, run, row) for row in rows])
    return _completed(held, len(rows), was_complete=was_complete, by=by, now=now)


@dataclass
class _Held:
    """A run whose case is held, with its answers in their order."""

    run: ChecklistRun
    rows: list[ChecklistAnswer]

    @property
    def items(self) -> list[Item]:
        return [from_json(kept) for kept in self.run.version.items]

    def standing(self, until: int | None = None) -> Mapping[int, ChecklistAnswer]:
        """Return the last answer of each item, perhaps as of an earlier one."""
        return {row.item: row for row in self.rows if until is None or row.seq <= until}

    def is_complete(self) -> bool:
        return not open_items(self.items, {i: row.outcome for i, row in self.standing().items()})

    def is_new(self, said: Said, seen: int) -> bool:
        """Say whether an answer is another than the person saw. Raises AnsweredMeanwhile."""
        now, then = self.standing().get(said.item), self.standing(seen).get(said.item)
        if said.file is None and _same(said, then):
            return False
        if now is not None and now.seq > seen:
            if said.file is None and _same(said, now):
                return False
            raise AnsweredMeanwhile(name=now.by_name, item=said.item)
        return True

    def answer(self, said: Said) -> Said:
        """Return an answer that its item can have. Raises AnswerImpossible, ReasonMissing."""
        if not 1 <= said.item <= len(self.items):
            raise AnswerImpossible(said=said.said[:40], item=said.item)
        item = self.items[said.item - 1]
        if said.outcome == Outcome.NOT_APPLICABLE and not said.text.strip():
            raise ReasonMissing
        if said.outcome == Outcome.SAID and not item.is_possible(said.said):
            raise AnswerImpossible(said=said.said[:40], item=said.item)
        if _wants_photo(said, item) and said.photo_id is None and said.file is None:
            raise PhotoMissing(item=said.item)
        return said


def open_items(items: Sequence[Item], outcomes: Mapping[int, str]) -> list[int]:
    """Return the places of required items that nobody has answered, or that are open again."""
    return [
        place
        for place, item in enumerate(items, start=1)
        if item.is_required and outcomes.get(place, Outcome.OPEN) == Outcome.OPEN
    ]


def _wants_photo(said: Said, item: Item) -> bool:
    return said.outcome == Outcome.SAID and item.kind == ItemKind.PHOTO


def _same(said: Said, row: ChecklistAnswer | None) -> bool:
    if row is None:
        return said.outcome == Outcome.OPEN
    if (said.outcome, said.text.strip(), said.photo_id) != (row.outcome, row.text, row.photo_id):
        return False
    mine, theirs = number(said.said), number(row.said)
    return said.said == row.said or (mine is not None and mine == theirs)


def _run(case: Case, run_id: int) -> ChecklistRun:
    runs = ChecklistRun.objects.select_related("version", "checklist")
    run = runs.filter(pk=run_id, case_id=case.pk).first()
    if run is None:
        raise ChecklistNotFound
    return run


def _row(
    held: _Held, said: Said, place: int, by: Person, now: datetime, key: str
) -> ChecklistAnswer:
    run, item = held.run, held.items[said.item - 1]
    is_said = said.outcome == Outcome.SAID
    words = plain(said.said) if is_said and item.kind == ItemKind.VALUE else said.said
    photo = _photo(held, said, by, now, key) if _wants_photo(said, item) else None
    return ChecklistAnswer(
        run=run,
        case_id=run.case_id,
        customer_id=run.customer_id,
        seq=len(held.rows) + place,
        item=said.item,
        kind=item.kind,
        outcome=said.outcome,
        said=words if is_said else "",
        is_outside=is_said and item.is_outside(words),
        photo_id=photo,
        text=said.text.strip()[:1000],
        at=now,
        by=by,
        by_name=by.actor_name,
        key=key,
    )


def _photo(held: _Held, said: Said, by: Person, now: datetime, key: str) -> int:
    """Return the picture that answers an item, added to the case if it was sent along."""
    photo_id, case_id = said.photo_id, held.run.case_id
    if said.file is not None:
        own = following(key, str(said.item))
        added = attach_ready(case_id=case_id, ready=said.file, by=by, now=now, key=own)
        photo_id = added.attachment_id
    pictures = Attachment.objects.filter(case_id=case_id, withdrawn_at=None)
    if (
        photo_id is None
        or not pictures.filter(pk=photo_id, file__media_type__startswith="image/").exists()
    ):
        raise PhotoMissing(item=said.item)
    return photo_id


def _line(case: Case, run: ChecklistRun, row: ChecklistAnswer) -> Line:
    data = {
        "run": run.pk,
        "checklist": run.checklist.key,
        "seq": row.seq,
        "item": row.item,
        "outcome": str(row.outcome),
        "said": row.said,
        "outside": row.is_outside,
        "photo": row.photo_id,
        "text": row.text,
        "key": row.key,
    }
    return Line(stream=case.stream, verb="checklist.answered", by=row.by, at=row.at, data=data)


def _completed(held: _Held, new: int, *, was_complete: bool, by: Person, now: datetime) -> Answered:
    """Record that the checklist is complete, where its policy waits for that.

    The answers stay also where the policy does not let that fact happen.
    """
    if not held.is_complete():
        return Answered(new, False)
    run, kind = held.run, held.run.version.completes
    if was_complete or not kind or not _is_known(run.case_id, kind):
        return Answered(new, True)
    fact = NewFact(kind=kind, at=now, source=f"{SOURCE}:{run.checklist.key}")
    key = f"complete {run.pk} {len(held.rows)}"
    try:
        with transaction.atomic():
            done = record_fact(case_id=run.case_id, fact=fact, by=by, now=now, key=key)
    except Refused as refused:
        return Answered(new, True, refused=str(refused))
    return Answered(new, True, fact=done.seq)


def _may_complete(case_id: int, run_id: int) -> bool:
    """Say whether answers of a run may record a fact."""
    runs = ChecklistRun.objects.filter(pk=run_id, case_id=case_id)
    return runs.exclude(version__completes="").exists()


def _is_known(case_id: int, kind: str) -> bool:
    case = Case.objects.with_version().get(pk=case_id)
    running = running_policy(case.version_id, case.overrides, sha256=case.version.sha256)
    return kind in running.policy.events
