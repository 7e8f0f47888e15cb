"""Saying that a case belongs to another, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.cases.concerned import refuse_concerned
from kept.records.cases.models import Case, CaseFact, CaseLink, Concern, LinkKind
from kept.records.cases.models.case import NextChange
from kept.records.cases.services.holding import CaseNotFound
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.ledger.services import Line, write_many
from kept.records.people.models import Person
from kept.records.refusal import Refused

FOR_GOOD = {LinkKind.COMPLAINT, LinkKind.SPLIT}


class NoSuchOther(Refused):
    """A case belongs to another case of the same customer."""

    sentence = _("This customer has no other case with that number.")


class CameFirst(Refused):
    """What was asked first stays: nothing becomes younger by being put together."""

    sentence = _("%(number)s was asked first. Say of the later case that it is the duplicate.")


class DuplicateAlready(Refused):
    """One case leads; what is a duplicate has none of its own."""

    sentence = _("%(number)s is part of another duplicate already. Link to the case that leads.")


class OnlyComplaints(Refused):
    """A complaint does not disappear in a case of another kind, and only complaints complain."""

    sentence = _("A complaint can only be a duplicate of a complaint, and only it is about a case.")


class StaysLinked(Refused):
    """What a complaint is about, and what a part was part of, is not undone."""

    sentence = _("This link stays. What it says can be explained in a note.")


class NotLinked(Refused):
    """No such link."""

    sentence = _("There is no such link.")


@dataclass(frozen=True, kw_only=True)
class Linking:
    """This case is `kind` of the other, with the reason."""

    kind: LinkKind
    number: str
    reason: str = ""


@transaction.atomic
def link_cases(*, case_id: int, linking: Linking, by: Person, now: datetime) -> bool:
    """Say what a case is to another one of its customer. Returns whether that is new.

    From then on what happens in a case happens in its duplicates as well. Safe to repeat. Raises
    CaseNotFound, NoSuchOther, CameFirst, DuplicateAlready, OnlyComplaints, ConcernsYou.
    """
    case, other = _both(case_id, linking.number)
    if CaseLink.objects.filter(case=case, other=other, kind=linking.kind, undone_at=None).exists():
        return False
    refuse_concerned(case.pk, by.pk)
    _check(case, other, linking.kind)
    add_link(case, other, linking, by=by, now=now)
    return True


@transaction.atomic
def undo_link(*, link_id: int, case_id: int, reason: str, by: Person, now: datetime) -> bool:
    """Take a link back, for a reason; it stays readable. Returns whether it stood.

    Safe to repeat. Raises NotLinked, StaysLinked, ReasonMissing, ConcernsYou.
    """
    links = CaseLink.objects.filter(Q(case_id=case_id) | Q(other_id=case_id))
    link = links.select_related("case", "other").filter(pk=link_id).first()
    if link is None:
        raise NotLinked
    _lock(link.case_id, link.other_id)
    link.refresh_from_db(fields=["undone_at"])
    if link.undone_at is not None:
        return False
    if link.kind in FOR_GOOD:
        raise StaysLinked
    if not reason.strip():
        raise ReasonMissing
    for one in (link.case_id, link.other_id):
        refuse_concerned(one, by.pk)
    link.undone_at, link.undone_by, link.undone_because = now, by, reason.strip()
    link.save(update_fields=["undone_at", "undone_by", "undone_because"])
    _tell(link, "case.unlinked", link.undone_because, by=by, now=now)
    return True


def add_link(case: Case, other: Case, linking: Linking, *, by: Person, now: datetime) -> None:
    """Write a link of two held cases that nothing speaks against. For services of this app."""
    link = CaseLink.objects.create(
        case=case,
        other=other,
        customer_id=case.customer_id,
        kind=linking.kind,
        reason=linking.reason.strip(),
        linked_at=now,
        linked_by=by,
    )
    if link.kind == LinkKind.COMPLAINT:
        note_concern(case, other.responsible_id, "responsible", by=by, now=now)
    _tell(link, "case.linked", link.reason, by=by, now=now)


def note_concern(case: Case, person_id: int, because: str, *, by: Person, now: datetime) -> None:
    """Write that a complaint is about a person. For services of this app."""
    said = {"because": because, "noted_at": now, "noted_by": by, "customer_id": case.customer_id}
    Concern.objects.get_or_create(case=case, person_id=person_id, defaults=said)


def _both(case_id: int, number: str) -> tuple[Case, Case]:
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    same = Case.objects.filter(customer_id=case.customer_id).exclude(pk=case_id)
    other = same.filter(number=number).first()
    if other is None:
        raise NoSuchOther
    held = _lock(case.pk, other.pk)
    return held[case.pk], held[other.pk]


def _lock(*case_ids: int) -> dict[int, Case]:
    """Lock cases until the transaction ends, always in the same order."""
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=case_ids).order_by("pk")
    return {case.pk: case for case in rows}


def _check(case: Case, other: Case, kind: LinkKind) -> None:
    complains, about_one = _complains(case), _complains(other)
    if kind == LinkKind.COMPLAINT and not complains:
        raise OnlyComplaints
    if kind != LinkKind.DUPLICATE:
        return
    if complains != about_one:
        raise OnlyComplaints
    # Of two asked at the same moment, the one that was logged first leads.
    if (other.requested_at, other.pk) > (case.requested_at, case.pk):
        raise CameFirst(number=case.number)
    duplicates = CaseLink.objects.filter(kind=LinkKind.DUPLICATE, undone_at=None)
    for one, side in ((case, Q(case=case) | Q(other=case)), (other, Q(case=other))):
        if duplicates.filter(side).exists():
            raise DuplicateAlready(number=one.number)


def _complains(case: Case) -> bool:
    asked = CaseFact.objects.filter(case=case, kind="request.received")
    return asked.filter(values__case_type="complaint").exists()


def _tell(link: CaseLink, verb: str, reason: str, *, by: Person, now: datetime) -> None:
    """Tell the ledger of both cases, each by its own side."""
    said = {"kind": str(link.kind), "reason": reason}
    ends = ((link.case, "to", link.other), (link.other, "from", link.case))
    write_many(
        [
            Line(stream=one.stream, verb=verb, by=by, at=now, data={**said, side: str(far.number)})
            for one, side, far in ends
        ]
    )
    Case.objects.filter(pk__in=[link.case_id, link.other_id]).update(change=NextChange())
