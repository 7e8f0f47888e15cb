"""Contesting a level, disputing a cause, and finding one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services.contest_news import ReplyTo, Said, keep_reply, tell_set
from kept.records.cases.services.deciding import check_decision
from kept.records.cases.services.facts import Recorded, add_fact, repeated
from kept.records.cases.services.grading import Grading, level_of, set_grade
from kept.records.cases.services.holding import Held, hold
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.cases.whose_word import Word, check_word, names_of
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.rules.assess import FindingLine, Standing, assess
from kept.rules.facts import Value
from kept.rules.policy.model import ContestRule, Policy

CONTESTED: Final = "grade.contested"
DISPUTED: Final = "cause.disputed"
FOUND: Final = "cause.found"


class NothingSaid(Refused):
    """A contest has words."""

    sentence = _("Please write down what they say: it stays on record as it was said.")


class MayNotContest(Refused):
    """The policy lets others contest this."""

    sentence = _("Under this policy only these may contest it: %(who)s.")


class AlreadySo(Refused):
    """What is asked for is so already."""

    sentence = _("That is how it stands already.")


class NothingFound(Refused):
    """No cause was found that could be disputed."""

    sentence = _("No cause has been found yet, so there is nothing to dispute.")


class EvidenceMissing(Refused):
    """A final finding says on what it rests."""

    sentence = _(
        "A final cause needs evidence: say in words on what it rests, or choose files of the case."
    )


@dataclass(frozen=True, kw_only=True)
class Contest:
    """What somebody says against a level ("level.fault") or the cause; `asked`: what it should be.

    `text` are their words.
    """

    word: Word
    text: str
    at: datetime
    scale: str = ""  # empty: the cause
    asked: str = ""
    source: str = ""
    reply: ReplyTo | None = None  # where the decision is sent, if it is known better than from us


@transaction.atomic
def contest_level(
    *, case_id: int, contest: Contest, by: Person, now: datetime, key: str
) -> Recorded:
    """Write down that somebody contests a level, and what they say; it stands until decided.

    Where that party's own word sets the level, the level they name is set at once. Safe to repeat
    with the same key. Raises NothingSaid, MayNotContest, AlreadySo, UnknownGrade, WhoSaidIt, ….
    """
    held = hold(case_id)
    policy = held.running.policy
    scale = level_of(policy, contest.scale, contest.asked)
    if contest.asked and scale.graders == (contest.word.of,):
        grading = Grading(
            scale=contest.scale,
            grade=contest.asked,
            at=contest.at,
            reason=contest.text,
            source=contest.source,
            word=contest.word,
        )
        recorded = set_grade(held, grading, by=by, now=now, key=key)
        if not recorded.repeated:
            told = Said(recorded.seq, contest.at, contest.word.requester, contest.text)
            tell_set(held, scale, contest.asked, told, by=by, now=now)
        return recorded
    said: dict[str, Value] = {"level": scale.id}
    said |= {"grade": contest.asked} if contest.asked else {}
    fact = _as_fact(policy, CONTESTED, said, contest)
    found = repeated(held, fact, by=by, now=now, key=key)
    if found is not None:
        return found
    _check(policy, scale.contest, contest, by=by)
    grades = assess(policy, held.as_facts(), contest.at).grades
    if contest.asked and contest.asked in {g.value for g in grades if g.scale == contest.scale}:
        raise AlreadySo
    return _add(held, fact, contest, by=by, now=now, key=key)


@transaction.atomic
def dispute_cause(
    *, case_id: int, contest: Contest, by: Person, now: datetime, key: str
) -> Recorded:
    """Write down that somebody disputes the cause that was found, and what they say.

    Who pays is open again until somebody entitled decides. Safe to repeat with the same key.
    Raises NothingFound, NothingSaid, MayNotContest, AlreadySo, UnknownValue, WhoSaidIt, ….
    """
    held = hold(case_id)
    policy = held.running.policy
    said: dict[str, Value] = {"cause": contest.asked} if contest.asked else {}
    fact = _as_fact(policy, DISPUTED, said, contest)
    found = repeated(held, fact, by=by, now=now, key=key)
    if found is not None:
        return found
    _check(policy, policy.cause.contest, contest, by=by)
    finding = assess(policy, held.as_facts(), contest.at).finding
    if finding is None:
        raise NothingFound
    if contest.asked == finding.cause:
        raise AlreadySo
    return _add(held, fact, contest, by=by, now=now, key=key)


def _add(
    held: Held, fact: NewFact, contest: Contest, *, by: Person, now: datetime, key: str
) -> Recorded:
    """Add what contests, and keep where the decision is told."""
    recorded = add_fact(held, fact, by=by, now=now, key=key)
    keep_reply(held, recorded.seq, contest.reply, contest.word.of)
    return recorded


def _as_fact(policy: Policy, kind: str, said: dict[str, Value], contest: Contest) -> NewFact:
    more = {"text": contest.text.strip(), **contest.word.values(policy)}
    return NewFact(kind=kind, at=contest.at, values={**said, **more}, source=contest.source)


def _check(policy: Policy, rule: ContestRule, contest: Contest, *, by: Person) -> None:
    check_word(policy, contest.word, by=by)
    if rule.by and contest.word.of not in rule.by:
        raise MayNotContest(who=names_of(policy, rule.by))
    if not contest.text.strip():
        raise NothingSaid


@dataclass(frozen=True, kw_only=True)
class CauseFinding:
    """A cause as somebody found it, with evidence in words and as numbers of the case's files.

    `answers` are what else was found, by attribute; `word` is needed to decide a dispute.
    """

    cause: str
    is_final: bool
    at: datetime
    evidence: str = ""
    files: tuple[int, ...] = ()
    reason: str = ""
    code: str = ""
    word: Word | None = None
    answers: Mapping[str, Value] = field(default_factory=dict)
    source: str = ""
    despite: str = ""


@transaction.atomic
def find_cause(
    *, case_id: int, finding: CauseFinding, by: Person, now: datetime, key: str
) -> Recorded:
    """Write down what was found to be the cause, provisionally or for good, and on what evidence.

    While it is disputed a final one is a decision: by whoever decides, with a reason. Another final
    cause than before needs a reason as well. Safe to repeat with the same key. Raises
    EvidenceMissing, ReasonMissing, DecisionNeeded, OwnFinding, and what `record_fact` raises.
    """
    held = hold(case_id)
    fact = _finding(held, finding)
    found = repeated(held, fact, by=by, now=now, key=key)
    if found is not None:
        return found
    if finding.is_final and not (finding.evidence.strip() or finding.files):
        raise EvidenceMissing
    check_decision(held, fact, by=by, now=now)
    before = assess(held.running.policy, held.as_facts(), finding.at).finding
    if _is_another(before, finding) and not finding.reason.strip():
        raise ReasonMissing
    return add_fact(held, fact, by=by, now=now, key=key)


def _finding(held: Held, finding: CauseFinding) -> NewFact:
    standing = Standing.FINAL if finding.is_final else Standing.PROVISIONAL
    told: dict[str, Value] = {
        "evidence": finding.evidence.strip(),
        "files": tuple(str(number) for number in finding.files),
        "reason": finding.reason.strip(),
        "problem": finding.code,
    }
    said: dict[str, Value] = {"cause": finding.cause, "finding": standing.value, **finding.answers}
    said |= {name: value for name, value in told.items() if value}
    said |= finding.word.values(held.running.policy) if finding.word else {}
    return NewFact(
        kind=FOUND, at=finding.at, values=said, source=finding.source, despite=finding.despite
    )


def _is_another(before: FindingLine | None, finding: CauseFinding) -> bool:
    if before is None or before.standing is not Standing.FINAL:
        return False
    return not finding.is_final or before.cause != finding.cause
