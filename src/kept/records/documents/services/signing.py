"""Signing what was issued: on glass, or that a party refused or was not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.running import running_policy
from kept.records.cases.services import KeyReused, ReasonMissing, record_fact
from kept.records.documents.asking import SIGNED, SOURCE, duty_rule
from kept.records.documents.models import Document, Outcome, Party, Signature, Version
from kept.records.documents.services.drafting import DocumentNotFound
from kept.records.documents.strokes import ink_of, strokes_of
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.rules.facts import Value
from kept.rules.policy.model import DutyRule, Op, Policy


class AnotherVersion(Refused):
    """Who signs must see what is signed."""

    sentence = _("There is a newer version of this document. Please look at it, and sign that one.")


class SignedAlready(Refused):
    """A signature stays."""

    sentence = _("This party has signed this version already.")


class SignatureCopied(Refused):
    """No hand draws the same line twice."""

    sentence = _("This signature was used before. Please sign anew.")


class NobodyNamed(Refused):
    """A signature is somebody's."""

    sentence = _("Please say who signs, or who should have.")


class OwnHand(Refused):
    """One of us cannot sign for the customer."""

    sentence = _("You cannot sign for the customer: hand the device over, and give their name.")


@dataclass(frozen=True, kw_only=True)
class Signing:
    """What a party did with the version whose bytes were shown.

    For the customer the device is handed over by who is signed in, which is kept beside it.
    """

    version_id: int
    sha256: str
    party: Party
    outcome: Outcome
    key: str
    name: str = ""
    role: str = ""
    strokes: str = ""
    reason: str = ""
    witness: str = ""
    address: str | None = None


@transaction.atomic
def sign_document(*, signing: Signing, by: Person, at: datetime) -> Signature:
    """Keep how a party signed, and record the fact that the policy reads.

    Safe to repeat with the same key. Raises DocumentNotFound, AnotherVersion, SignedAlready,
    SignatureCopied, NothingDrawn, NobodyNamed, OwnHand, ReasonMissing, KeyReused.
    """
    version, document = _held(signing)
    old = Signature.objects.filter(key=signing.key).first()
    if old is not None:
        if (old.sha256, old.party, old.outcome) != _said(signing):
            raise KeyReused
        return old
    _refuse_others(signing, version, document)
    row = _row(signing, version, by=by, at=at)
    row.save(force_insert=True)
    _tell(row, version, document, by=by)
    _record(row, version, document, by=by)
    return row


def _held(signing: Signing) -> tuple[Version, Document]:
    version = Version.objects.filter(pk=signing.version_id).first()
    rows = Document.objects.select_for_update(of=("self",)).select_related("case")
    document = rows.filter(pk=version.document_id, dropped_at=None).first() if version else None
    if version is None or document is None:
        raise DocumentNotFound
    return version, document


def _said(signing: Signing) -> tuple[str, str, str]:
    return signing.sha256, signing.party.value, signing.outcome.value


def _refuse_others(signing: Signing, version: Version, document: Document) -> None:
    newer = document.versions.filter(number__gt=version.number)
    if signing.sha256 != version.sha256 or newer.exists():
        raise AnotherVersion
    signed = Signature.objects.filter(version=version, party=signing.party, outcome=Outcome.SIGNED)
    if signed.exists():
        raise SignedAlready


def _row(signing: Signing, version: Version, *, by: Person, at: datetime) -> Signature:
    is_signed = signing.outcome == Outcome.SIGNED
    strokes = strokes_of(signing.strokes) if is_signed else []
    ink = ink_of(strokes) if strokes else ""
    if ink and Signature.objects.filter(ink=ink).exists():
        raise SignatureCopied
    if not is_signed and not signing.reason.strip():
        raise ReasonMissing
    return Signature(
        version=version,
        customer_id=version.customer_id,
        sha256=version.sha256,
        party=signing.party,
        outcome=signing.outcome,
        name=_name(signing, by),
        role=signing.role.strip(),
        strokes=strokes,
        ink=ink,
        reason="" if is_signed else signing.reason.strip(),
        witness=signing.witness.strip(),
        at=at,
        taken_by=by,
        address=signing.address,
        key=signing.key,
    )


def _name(signing: Signing, by: Person) -> str:
    """Return who signs: for us, who is signed in; for the customer, the name that was given."""
    if signing.party == Party.PROVIDER:
        return by.display_name
    name = " ".join(signing.name.split())
    if not name:
        raise NobodyNamed
    if name.casefold() == by.display_name.casefold():
        raise OwnHand
    return name


def _tell(row: Signature, version: Version, document: Document, *, by: Person) -> None:
    data = {
        "document": str(document.number),
        "version": version.number,
        "sha256": row.sha256,
        "party": row.party,
        "outcome": row.outcome,
        "name": row.name,
        "role": row.role,
        "ink": row.ink,
        "reason": row.reason,
        "witness": row.witness,
        "address": row.address or "",
    }
    stream, verb = document.case.stream, "document.signed"
    write(stream=stream, verb=verb, by=by, at=row.at, data=data)


def _record(row: Signature, version: Version, document: Document, *, by: Person) -> None:
    """Record the fact by which the policy knows; ours only where a policy asks for it.

    A gate that waits for “the report signed” means the customer.
    """
    case: Case = document.case
    policy = running_policy(case.version_id, case.overrides).policy
    if row.party == Party.PROVIDER and not _asks_for_ours(policy):
        return
    values: dict[str, Value] = {"party": row.party, "signature": row.outcome}
    values |= _told_apart(duty_rule(policy, document.duty))
    fact = NewFact(kind=SIGNED, at=row.at, values=values, source=SOURCE)
    record_fact(case_id=case.pk, fact=fact, by=by, now=row.at, key=f"signature {row.pk}")


def _asks_for_ours(policy: Policy) -> bool:
    duties = (rule for rule in policy.rules.values() if isinstance(rule, DutyRule))
    return any(Party.PROVIDER.value in rule.signed_by for rule in duties)


def _told_apart(duty: DutyRule | None) -> dict[str, Value]:
    """Return what tells the signature of one document from that of another, if a policy does."""
    where = duty.signature.where if duty else ()
    return {test.key: test.against[0] for test in where if test.op is Op.ONE_OF}
