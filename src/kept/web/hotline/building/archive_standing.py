"""What holds for a machine now: contract, policy, warranty, what is counted and planned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kept.records.archive import queries as archive
from kept.records.archive.cards import EquipmentCard
from kept.records.cases.asking import LogRequest
from kept.records.cases.queries import Preview, preview
from kept.records.contracts.queries import EquipmentBinding, equipment_binding
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.returns.queries import exchange_of
from kept.rules.assess.say.sentences import LINES
from kept.rules.policy.model import Policy, TermRule
from kept.web.common import clock_words
from kept.web.common.access import DESK, may
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import capital
from kept.web.hotline import pages
from kept.web.hotline.building.archive_facts import contract_section, policy_url
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.particulars import particulars_section
from kept.web.hotline.building.rules import STATES
from kept.web.hotline.building.terms import build_terms
from kept.web.hotline.pages.archive import Section


@dataclass(frozen=True)
class Standing:
    """What holds now. `lines` are what is counted over all cases, and what is planned."""

    sections: list[Section]
    terms: list[pages.TermBox]
    lines: list[pages.PolicyLine]


def build_standing(piece: EquipmentCard, viewer: Person, reader: Reader) -> Standing:
    """Return what would hold if somebody called about a machine now."""
    try:
        bound = equipment_binding(piece.pk, at=reader.now)
        found = _preview(piece, reader)
    except Refused as refused:
        return Standing([Section(title=_("Policy"), pairs=[], empty=str(refused))], [], [])
    clauses = Clauses(found.policy, bound.version.policy_code, bound.version.number)
    speaker = reader.speaker(found.policy)
    gone = piece.retired_on is not None and piece.retired_on <= reader.now.date()
    return Standing(
        sections=[
            *_bound(bound, reader),
            *_asked(piece, found.policy, viewer, reader),
            *_exchanged(piece, found, reader),
            *(_gone() if gone else ()),
        ],
        terms=[] if gone else build_terms(found.assessment, speaker, clauses),
        lines=[
            pages.PolicyLine(
                name=speaker.text(line.name),
                words=capital(LINES[field](speaker, line)),
                clause=clauses.ref(line.reason.clauses),
                state=STATES[field][line.state.value],
            )
            for field in ("counters", "schedules")
            for line in getattr(found.assessment, field)
        ],
    )


def _asked(
    piece: EquipmentCard, policy: Policy, viewer: Person, reader: Reader
) -> Iterator[Section]:
    section = particulars_section(piece, policy, reader)
    if section is not None:
        yield section if may(viewer, *DESK) else replace(section, more=None)


def policy_of(piece: EquipmentCard, reader: Reader) -> Policy | None:
    """Return the policy that holds for a machine now; None if none does."""
    try:
        return _preview(piece, reader).policy
    except Refused:
        return None


def _gone() -> Iterator[Section]:
    """Yield that what is no longer in use has no warranty and no other term."""
    words = _("It is out of use, so no warranty and no other term runs for it.")
    yield Section(title=_("Terms"), pairs=[], empty=words)


def _exchanged(piece: EquipmentCard, found: Preview, reader: Reader) -> Iterator[Section]:
    """Yield why a unit took another's place, and what became of each warranty with it."""
    if piece.replaces_id is None:
        return
    old = archive.equipment(piece.replaces_id)
    pairs = [*_why(old, piece, reader), *_warranties(old, found, reader)]
    yield Section(title=_("After the exchange"), pairs=pairs)


def _why(old: EquipmentCard, piece: EquipmentCard, reader: Reader) -> Iterator[pages.Pair]:
    why = exchange_of(old_id=old.pk, serial=piece.serial_number)
    if why is not None:
        told = f"{clock_words.moment(why.at, now=reader.now)}, {why.rma}"
        yield pages.Pair(label=_("Took the place of"), value=old.serial_number, note=told)
        yield pages.Pair(label=_("Because"), value=why.reason or _("nothing was said"))


def _warranties(old: EquipmentCard, found: Preview, reader: Reader) -> Iterator[pages.Pair]:
    speaker = reader.speaker(found.policy)
    for line in found.assessment.terms:
        rule = found.policy.rules[line.rule]
        restart = rule.restart if isinstance(rule, TermRule) else None
        words = _("goes on from the days of {serial}").format(serial=old.serial_number)
        clauses = line.reason.clauses
        if line.restarted_at is not None:
            words = _("began anew on {day}").format(day=speaker.date(line.restarted_at))
            clauses = (restart.source if restart else ()) or clauses
        note = ", ".join(clauses)
        yield pages.Pair(label=speaker.text(line.name), value=words, note=note)


def _preview(piece: EquipmentCard, reader: Reader) -> Preview:
    request = LogRequest(
        customer_id=piece.customer_id,
        equipment_id=piece.pk,
        channel="telephone",
        case_type="fault",
        requested_at=reader.now,
        description="",
    )
    return preview(request=request, at=reader.now)


def _bound(bound: EquipmentBinding, reader: Reader) -> Iterator[Section]:
    if bound.contract is not None:
        yield contract_section([bound.contract, *bound.others], reader)
        return
    value = _("policy {code}, version {number}").format(
        code=bound.version.policy_code, number=bound.version.number
    )
    url = policy_url(bound.version.policy_code, bound.version.number)
    note = _("without a contract: the company's own choice")
    yield Section(
        title=_("Policy"), pairs=[pages.Pair(label=_("Holds"), value=value, url=url, note=note)]
    )
