"""What engineers are able and allowed to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records import naming
from kept.records.ledger.services import write
from kept.records.people.models import Competence, Person, Skill
from kept.records.refusal import Refused


class CompetenceOverlaps(Refused):
    """The person already has this skill on some of these days."""

    sentence = _("This skill is already recorded for some of these days, at level %(level)s.")


@dataclass(frozen=True, kw_only=True)
class CompetenceDetails:
    """Which skill, how well, and from when until when (both days included)."""

    person_id: int
    skill_code: str
    valid_from: date
    valid_until: date | None = None
    level: int = 2
    evidence: str = ""


@transaction.atomic
def name_skill(*, code: str, names: Mapping[str, str], by: Person, at: datetime) -> Skill:
    """Make a skill known, or rename it; its code tells which. Returns it."""
    tidy = naming.clean_names(names)
    skill, is_new = Skill.objects.get_or_create(code=code, defaults={"names": tidy})
    if not is_new and skill.names == tidy:
        return skill
    before, skill.names = (None if is_new else skill.names), tidy
    skill.save(update_fields=["names"])
    data = {"before": before, "after": tidy}
    write(stream=f"skill:{code}", verb="skill.named", by=by, at=at, data=data)
    return skill


@transaction.atomic
def record_competence(*, details: CompetenceDetails, by: Person, at: datetime) -> Competence:
    """Record that a person has a skill for a period. Returns the record; may be repeated.

    Raises CompetenceOverlaps if another record covers some of the days.
    """
    told = asdict(details)
    skill = Skill.objects.get(code=told.pop("skill_code"))
    Person.objects.select_for_update().get(pk=details.person_id)  # one record at a time
    last = details.valid_until or date.max
    clash = (
        Competence.objects.filter(person_id=details.person_id, skill=skill, valid_from__lte=last)
        .filter(Q(valid_until=None) | Q(valid_until__gte=details.valid_from))
        .first()
    )
    if clash is not None:
        if all(getattr(clash, name) == value for name, value in told.items()):
            return clash
        raise CompetenceOverlaps(level=clash.level)
    made = Competence.objects.create(skill=skill, recorded_at=at, recorded_by=by, **told)
    days = {"valid_from": str(details.valid_from), "valid_until": str(details.valid_until or "")}
    data = {"skill": skill.code, "level": made.level, "evidence": made.evidence, **days}
    stream = f"person:{details.person_id}"
    write(stream=stream, verb="person.competence_recorded", by=by, at=at, data=data)
    return made
