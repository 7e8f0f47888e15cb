"""What would be promised: a request that is being typed, without writing anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.records.cases.about import OfficeMissing, Surroundings, about, surroundings
from kept.records.cases.asking import LogRequest, facts_told
from kept.records.cases.earlier import earlier_facts
from kept.records.cases.rows_as_facts import fact_id
from kept.records.cases.running import running_policy
from kept.records.cases.surroundings import KnownCustomer, KnownOffice
from kept.records.cases.vocabulary import check_fact
from kept.records.contracts.holding import Asked, holding
from kept.records.people.models import Office
from kept.rules.assess import Assessment, assess
from kept.rules.facts import Fact, Facts
from kept.rules.policy.model import Policy

NOBODY = 0  # no customer's key


@dataclass(frozen=True)
class Preview:
    """What would follow if the request were logged at `at` as it stands."""

    at: datetime
    known: Surroundings
    policy: Policy
    facts: Facts
    assessment: Assessment


def preview_for_anyone(*, channel: str, case_type: str, at: datetime) -> Preview:
    """Return what the company promises whoever asks, before it is known who that is.

    Raises NoPolicy, OfficeMissing.
    """
    office = Office.objects.order_by("code").first()
    if office is None:
        raise OfficeMissing
    request = LogRequest(
        customer_id=NOBODY,
        office_id=office.pk,
        channel=channel,
        case_type=case_type,
        requested_at=at,
        description="",
    )
    return preview(request=request, at=at, known=_around_anyone(office, at))


def _around_anyone(office: Office, at: datetime) -> Surroundings:
    asked = Asked(
        customer_id=NOBODY, equipment_id=None, system_id=None, site_id=None, zone=office.time_zone
    )
    return Surroundings(
        customer=KnownCustomer(NOBODY, {}, "", False),
        contact=None,
        site=None,
        equipment=None,
        office=KnownOffice(
            office.pk,
            office.country_code,
            office.province_code,
            office.city_code,
            office.time_zone,
        ),
        holding=holding(asked, at=at),
    )


def preview(*, request: LogRequest, at: datetime, known: Surroundings | None = None) -> Preview:
    """Return the promises of a request that nobody has logged yet.

    `known` is what is around it, if the caller has read that. Raises what `open_case` raises for
    what is told, but asks for no description.
    """
    known = known or surroundings(request, at=at)
    policy = running_policy(known.version_id, known.overrides, sha256=known.sha256).policy
    told = list(facts_told(request, policy))
    for fact in told:
        check_fact(policy, fact, now=at, asked_at=None)
    facts = Facts(
        tuple(
            Fact(fact_id(seq), fact.kind, min(fact.at, at), received_at=at, values=fact.values)
            for seq, fact in enumerate(told, start=1)
        ),
        about(known),
        earlier_facts(policy, request.equipment_id),
    )
    return Preview(at, known, policy, facts, assess(policy, facts, at))
