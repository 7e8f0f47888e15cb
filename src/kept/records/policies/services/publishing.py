"""Publishing what a policy says from a day on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kept.records import naming
from kept.records.ledger.services import write
from kept.records.ledger.telling import changes
from kept.records.people.models import Person
from kept.records.policies.models import CompanyPolicy, Policy, PolicyVersion
from kept.records.policies.required import Required, required
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.rules.facts.texts import Named
from kept.rules.said import listed, noun


class VersionNotPublished(Refused):
    """Only what was published can hold."""

    sentence = _("Version %(number)s of policy %(code)s is a draft. Publish it first.")


class RequirementsMissing(Refused):
    """A policy holds once everything is there that it says it needs."""

    sentence = _("Before this policy can be published, this has to be there: %(missing)s.")

    def __init__(self, missing: Sequence[Required]) -> None:
        names = [
            noun(
                "{name} ({clauses})",
                name=Named(one.requirement.name, one.requirement.id),
                clauses=listed(one.requirement.source),
            )
            for one in missing
        ]
        super().__init__(missing=listed(names))


@transaction.atomic
def name_policy(*, code: str, names: Mapping[str, str], by: Person, at: datetime) -> Policy:
    """Make a policy known, or rename it; its code tells which. Returns it."""
    one_at_a_time(f"policy {code}")
    there = Policy.objects.filter(code=code).first()
    told = {"names": naming.clean_names(names)}
    data = changes({"names": there.names} if there else {}, told)
    if there is not None and not data:
        return there
    policy = there or Policy(code=code, created_at=at, created_by=by)
    policy.names = told["names"]
    policy.save()
    verb = "policy.renamed" if there else "policy.named"
    write(stream=f"policy:{code}", verb=verb, by=by, at=at, data=data)
    return policy


@transaction.atomic
def publish_version(
    *, code: str, text: str, effective_on: date, by: Person, at: datetime, note: str = ""
) -> PolicyVersion:
    """Publish what a policy says from a day on; it is never changed afterwards.

    Returns the version; the same text published again gives the one there is. Whether the text
    is a good policy is for the caller to check first. Raises RequirementsMissing.
    """
    policy = Policy.objects.select_for_update().get(code=code)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    there = policy.versions.filter(sha256=sha256, published_at__isnull=False).first()
    if there is not None:
        return there
    missing = [one for one in required(code=code, text=text, on=effective_on) if not one.is_there]
    if missing:
        raise RequirementsMissing(missing)
    last = policy.versions.aggregate(last=Max("number"))["last"] or 0
    version = PolicyVersion.objects.create(
        policy=policy,
        number=last + 1,
        text=text,
        sha256=sha256,
        effective_on=effective_on,
        note=note,
        created_at=at,
        created_by=by,
        published_at=at,
        published_by=by,
    )
    data = {"number": version.number, "sha256": sha256, "effective_on": effective_on.isoformat()}
    write(stream=f"policy:{code}", verb="policy.version_published", by=by, at=at, data=data)
    return version


@transaction.atomic
def choose_company_policy(
    *, version_id: int, starts_on: date, by: Person, at: datetime
) -> CompanyPolicy:
    """Choose the version that holds from a day on for equipment without a contract.

    Returns the choice; a later choice for the same day replaces it. Raises VersionNotPublished.
    """
    version = PolicyVersion.objects.select_related("policy").get(pk=version_id)
    code = version.policy.code
    if version.published_at is None:
        raise VersionNotPublished(number=version.number, code=code)
    one_at_a_time(f"company policy {starts_on}")
    there = CompanyPolicy.objects.filter(starts_on=starts_on).first()
    if there is not None and there.version_id == version_id:
        return there
    before = there.version_id if there else None
    choice = there or CompanyPolicy(starts_on=starts_on)
    choice.version, choice.chosen_at, choice.chosen_by = version, at, by
    choice.save()
    data = {"starts_on": str(starts_on), "before": before, "after": version_id, "policy": code}
    write(stream="company", verb="company.policy_chosen", by=by, at=at, data=data)
    return choice
