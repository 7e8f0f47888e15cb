"""Putting a running case under another policy version, or under newer knowledge."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases import values
from kept.records.cases.about import about, surroundings
from kept.records.cases.asking import LogRequest
from kept.records.cases.concerned import refuse_concerned
from kept.records.cases.models import Case
from kept.records.cases.services.holding import Held, hold
from kept.records.cases.services.settling import catch_up, finish, settle
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.ledger.services import Line
from kept.records.ledger.telling import changes, told
from kept.records.people.models import Person
from kept.records.policies.queries import version_cards
from kept.records.refusal import Refused
from kept.rules.assess import Assessment


class NotPublished(Refused):
    """A case runs under a published version only."""

    sentence = _("That policy version is not published.")


@transaction.atomic
def move_case_to_policy(
    *, case_id: int, version_id: int, reason: str, by: Person, now: datetime
) -> Assessment | None:
    """Put a running case under another policy version; its contract's overrides fall away.

    A person decides this, for a reason. What was broken before stays on record. Returns the new
    assessment; None if the case was under that version already. Raises ReasonMissing,
    NotPublished, CaseNotFound, ConcernsYou.
    """
    held = hold(case_id)
    refuse_concerned(case_id, by.pk)
    before = {"version": held.case.version_id, "overrides": held.case.overrides}
    after = {"version": version_id, "overrides": []}
    if before["version"] == version_id:
        return None
    if not reason.strip():
        raise ReasonMissing
    card = version_cards({version_id}).get(version_id)
    if card is None:
        raise NotPublished
    catch_up(held, now=now)
    held.case.version_id, held.case.overrides, held.sha256 = version_id, [], card.sha256
    held.case.save(update_fields=["version", "overrides"])
    held.look_back()
    return _moved(held, "case.moved", {"reason": reason} | changes(before, after), by, now)


@transaction.atomic
def renew_about(*, case_id: int, by: Person, now: datetime) -> Assessment | None:
    """Take what is now known of site, office, equipment and contract in the place of what was.

    Returns the new assessment; None if nothing differs. Policy version and overrides stay.
    """
    held = hold(case_id)
    refuse_concerned(case_id, by.pk)
    return renew_held(held, by=by, now=now)


def renew_held(held: Held, *, by: Person, now: datetime) -> Assessment | None:
    """Renew what is known around a held case. For the services of this app."""
    known = surroundings(_as_request(held.case), at=held.case.logged_at)
    after = values.to_json(about(known))
    different = changes(held.case.about, {**dict.fromkeys(held.case.about), **after})
    if not different:
        return None
    catch_up(held, now=now)
    held.case.about, held.case.office_id = after, known.office.pk
    held.case.save(update_fields=["about", "office"])
    return _moved(held, "case.about_renewed", different, by, now)


def _as_request(case: Case) -> LogRequest:
    return LogRequest(
        customer_id=case.customer_id,
        channel=case.channel,
        case_type=case.case_type,
        requested_at=case.requested_at,
        description=case.description,
        contact_id=case.contact_id,
        site_id=case.site_id,
        equipment_id=case.equipment_id,
        office_id=case.office_id,
    )


def _moved(held: Held, verb: str, data: dict[str, object], by: Person, now: datetime) -> Assessment:
    held.lines.append(Line(stream=held.case.stream, verb=verb, by=by, at=now, data=told(data)))
    assessment = settle(held, now=now, by=by)
    finish(held)
    return assessment
