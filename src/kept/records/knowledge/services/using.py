"""Recording what an article did for a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.services import Recorded, record_fact, touch_case
from kept.records.knowledge.models import (
    ArticleKind,
    ArticleRow,
    ArticleUse,
    ArticleVersion,
    Outcome,
)
from kept.records.knowledge.services.writing import ArticleNotFound
from kept.records.ledger.services import write
from kept.records.people.models import Person


@transaction.atomic
def record_use(*, case_id: int, key: str, outcome: Outcome, by: Person, now: datetime) -> bool:
    """Say that an article was used in a case, or whether it helped; the last word counts.

    Returns whether anything changed; safe to repeat. Raises ArticleNotFound, CaseNotFound.
    """
    case = touch_case(case_id=case_id)
    return _used(case, _published(key), outcome, by, now)


@dataclass(frozen=True, kw_only=True)
class Walked:
    """A self-check that came to its end: whether it helped, and its questions with the answers."""

    article: str
    helped: bool
    text: str


@transaction.atomic
def record_walk(*, case_id: int, walked: Walked, by: Person, now: datetime, key: str) -> Recorded:
    """Record a self-check that was walked through: a remote attempt, and whether it helped.

    Safe to repeat with the same key. Raises ArticleNotFound and what `record_fact` raises.
    """
    version = _published(walked.article, kind=ArticleKind.STEPS)
    values = {"result": "worked" if walked.helped else "failed", "text": walked.text}
    fact = NewFact(kind="remote.attempted", at=now, values=values, source="web:knowledge")
    done = record_fact(case_id=case_id, fact=fact, by=by, now=now, key=key)
    if not done.repeated:
        outcome = Outcome.HELPED if walked.helped else Outcome.DID_NOT_HELP
        _used(Case.objects.get(pk=case_id), version, outcome, by, now)
    return done


def _used(case: Case, version: ArticleVersion, outcome: Outcome, by: Person, now: datetime) -> bool:
    last = ArticleUse.objects.filter(case_id=case.pk, version=version).order_by("-pk").first()
    if last is not None and outcome in (last.outcome, Outcome.USED):
        return False
    ArticleUse.objects.create(
        case_id=case.pk,
        customer_id=case.customer_id,
        version=version,
        outcome=outcome,
        said_at=now,
        said_by=by,
    )
    data = {"article": version.article.key, "version": version.number, "outcome": str(outcome)}
    write(stream=case.stream, verb="article.used", by=by, at=now, data=data)
    return True


def _published(key: str, **also: object) -> ArticleVersion:
    rows = ArticleRow.objects.filter(article__key=key).select_related("version__article")
    row = rows.first()
    if row is None or any(getattr(row.version, name) != wanted for name, wanted in also.items()):
        raise ArticleNotFound
    return row.version
