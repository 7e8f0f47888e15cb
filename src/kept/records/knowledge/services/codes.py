"""Keeping codes, and choosing them for cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.services import (
    CaseNotFound,
    CauseFinding,
    Recorded,
    find_cause,
    record_fact,
)
from kept.records.knowledge.models import Code, CodeChoice, CodeKind
from kept.records.ledger.services import write
from kept.records.naming import clean_names, name_in
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.rules.facts import Value

CAUSE, NOTE = "cause.found", "note.added"


class CodeUnknown(Refused):
    """There is no such code, or it is retired, or it is for other machines."""

    sentence = _("There is no code “%(code)s” for this machine.")


class CodeOfAnotherCause(Refused):
    """A code and another cause than it stands for."""

    sentence = _("The code “%(code)s” stands for another cause. Choose one of the two.")


class CodeUnplaced(Refused):
    """A code lacks what it needs, or its place is none for it."""

    sentence = _(
        "Give the code, a name, and for a cause the policy's own word for it. A code stands below "
        "one of the same kind and family, and never below itself."
    )


@dataclass(frozen=True, kw_only=True)
class CodeDetails:
    """What a code says. `policy_cause`: for a cause, the policies' own word for it."""

    kind: CodeKind
    names: Mapping[str, str]
    family: str = ""
    parent: str = ""
    policy_cause: str = ""


@transaction.atomic
def keep_code(*, code: str, details: CodeDetails, by: Person, now: datetime) -> bool:
    """Make a code, or name it anew. Its kind and its family stay. Returns whether anything changed.

    A code that was retired is there again. Raises CodeUnplaced.
    """
    one_at_a_time("codes")
    names, above = clean_names(details.names), _parent(code, details)
    row = Code.objects.filter(code=code).first()
    if row is None:
        row = Code(code=code, kind=details.kind, family=details.family)
    if not _fits(row, details, names):
        raise CodeUnplaced
    said = (names, above, details.policy_cause, None)
    if row.pk and (row.names, row.parent, row.policy_cause, row.retired_at) == said:
        return False
    row.names, row.parent, row.policy_cause = names, above, details.policy_cause
    row.changed_at, row.changed_by, row.retired_at, row.retired_by = now, by, None, None
    row.save()
    data = {
        "code": code,
        "kind": str(row.kind),
        "family": row.family,
        "names": names,
        "parent": details.parent,
        "policy_cause": row.policy_cause,
    }
    write(stream="codes", verb="code.kept", by=by, at=now, data=data)
    return True


def _fits(row: Code, details: CodeDetails, names: Mapping[str, str]) -> bool:
    same = (row.kind, row.family) == (details.kind, details.family)
    has_cause = bool(details.policy_cause.strip()) == (details.kind == CodeKind.CAUSE)
    return same and has_cause and bool(names) and bool(row.code.strip())


def _parent(code: str, details: CodeDetails) -> Code | None:
    """Return the code above, which is of the same kind and family and not below this one."""
    if not details.parent:
        return None
    above = Code.objects.filter(code=details.parent, kind=details.kind, family=details.family)
    found = one = above.first()
    while one is not None and one.code != code:
        one = one.parent
    if found is None or one is not None:
        raise CodeUnplaced
    return found


@transaction.atomic
def retire_code(*, code: str, by: Person, now: datetime) -> bool:
    """Offer a code no more; where it was chosen it stays. Returns whether anything changed."""
    if not Code.objects.filter(code=code, retired_at=None).update(retired_at=now, retired_by=by):
        return False
    write(stream="codes", verb="code.retired", by=by, at=now, data={"code": code})
    return True


@transaction.atomic
def choose_code(*, case_id: int, code: str, by: Person, now: datetime, key: str) -> Recorded:
    """Record a code for a case, as part of a fact: a cause is found, a symptom or remedy noted.

    A cause is recorded as the policy's own word for it. Safe to repeat with the same key. Raises
    CodeUnknown, CaseNotFound and what `record_fact` raises.
    """
    row = _offered(case_id, code)
    fact = NewFact(kind=_kind(row), at=now, values=_values(row, by), source="web:knowledge")
    done = record_fact(case_id=case_id, fact=fact, by=by, now=now, key=key)
    if not done.repeated:
        _count(row, done, by=by, now=now)
    return done


@transaction.atomic
def find_cause_by_code(
    *, case_id: int, finding: CauseFinding, by: Person, now: datetime, key: str
) -> Recorded:
    """Record what was found to be the cause; its code, if one was chosen, counts this case.

    A code stands for the policy's own word, so no other cause goes with it. Safe to repeat with the
    same key. Raises CodeUnknown, CodeOfAnotherCause, CaseNotFound and what `find_cause` raises.
    """
    row = _offered(case_id, finding.code) if finding.code else None
    if row is not None and row.kind != CodeKind.CAUSE:
        raise CodeUnknown(code=row.code)
    if row is not None and finding.cause not in ("", row.policy_cause):
        raise CodeOfAnotherCause(code=row.code)
    if row is not None:
        finding = replace(finding, cause=row.policy_cause)
    done = find_cause(case_id=case_id, finding=finding, by=by, now=now, key=key)
    if row is not None and not done.repeated:
        _count(row, done, by=by, now=now)
    return done


def _offered(case_id: int, code: str) -> Code:
    """Return a code that is offered for a case's product family."""
    row = Code.objects.filter(code=code, retired_at=None).first()
    case = Case.objects.select_related("equipment__product").filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    family = case.equipment.product.family if case.equipment else ""
    if row is None or row.family not in ("", family):
        raise CodeUnknown(code=code)
    return row


def _count(row: Code, done: Recorded, *, by: Person, now: datetime) -> None:
    customer_id = Case.objects.values_list("customer_id", flat=True).get(pk=done.case_id)
    CodeChoice.objects.create(
        case_id=done.case_id,
        customer_id=customer_id,
        code=row,
        fact_seq=done.seq,
        chosen_at=now,
        chosen_by=by,
    )


def _kind(row: Code) -> str:
    return CAUSE if row.kind == CodeKind.CAUSE else NOTE


def _values(row: Code, by: Person) -> dict[str, Value]:
    text = f"{row.code} {name_in(row.names, by.language)}"
    said: dict[str, Value] = {"problem": row.code, "text": text}
    if row.kind == CodeKind.CAUSE:  # one press shows nothing: final takes evidence
        said |= {"cause": row.policy_cause, "finding": "provisional"}
    return said
