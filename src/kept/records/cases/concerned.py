"""Whom a complaint is about: they do not handle it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kept.records.cases.models import CaseFact, CaseLink, Concern, LinkKind
from kept.records.refusal import Refused

COMPLAINT, RECEIVED = "complaint", "request.received"
THEIR_SIDE = "note.added"  # who is complained of is heard


class ConcernsYou(Refused):
    """Nobody handles a complaint about themselves, or about a case of theirs."""

    sentence = _(
        "This complaint is about you or about a case of yours, so somebody else handles it. "
        "You can add a note with your view."
    )


class ConcernsThem(Refused):
    """Nobody becomes responsible for a complaint about themselves."""

    sentence = _(
        "The complaint is about %(person)s or about a case of theirs. Please choose somebody else."
    )


def concerned(case_id: int) -> set[int]:
    """Return whom a complaint is about: who was named, who had the case then, who has it now."""
    named = Concern.objects.filter(case_id=case_id).values_list("person_id", flat=True)
    links = CaseLink.objects.filter(case_id=case_id, kind=LinkKind.COMPLAINT)
    return {*named, *links.values_list("other__responsible_id", flat=True)}


def was_complaint(facts: Sequence[CaseFact]) -> bool:
    """Say whether a case is a complaint or ever was: calling it otherwise changes nothing."""
    return any(f.kind == RECEIVED and f.values.get("case_type") == COMPLAINT for f in facts)


def refuse_concerned(case_id: int, person_id: int) -> None:
    """Raise ConcernsYou if a complaint is about this person."""
    if person_id in concerned(case_id):
        raise ConcernsYou


def complaints_about(person_id: int) -> list[int]:
    """Return the complaints that are about a person, or about a case of theirs."""
    named, theirs = _about(person_id)
    found = named.values_list("case_id", flat=True)
    return sorted(found.union(theirs.values_list("case_id", flat=True)))


def is_about(person_id: int) -> Q:
    """Return the same as a condition on few cases: nothing is asked before."""
    named, theirs = (rows.filter(case_id=OuterRef("pk")) for rows in _about(person_id))
    return Q(Exists(named)) | Q(Exists(theirs))


def _about(person_id: int) -> tuple[QuerySet[Concern], QuerySet[CaseLink]]:
    return (
        Concern.objects.filter(person_id=person_id),
        CaseLink.objects.filter(kind=LinkKind.COMPLAINT, other__responsible_id=person_id),
    )
