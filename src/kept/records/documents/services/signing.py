"""Signing what was issued: by hand, by a link, on paper; or that a party refused or was absent."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.running import running_policy
from kept.records.cases.services import Door, KeyReused, ReasonMissing, record_fact
from kept.records.cases.services.holding import hold
from kept.records.documents.asking import SIGNED, SOURCE, duty_rule
from kept.records.documents.models import (
    Document,
    Manner,
    Outcome,
    Party,
    Signature,
    SigningLink,
    Version,
)
from kept.records.documents.services.approving import answer_by
from kept.records.documents.services.drafting import DocumentNotFound
from kept.records.documents.services.linking import LinkEnded, link_for_later
from kept.records.documents.strokes import NothingDrawn, ink_of, strokes_of
from kept.records.documents.telling import tell_that_unsigned, tell_the_code
from kept.records.ledger.actor import Outsider
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.people.services.doors import door_person
from kept.records.refusal import Refused
from kept.rules.facts import Value
from kept.rules.policy.model import DutyRule, Op, Policy

UNSEEN_LETTERS = frozenset("\u115f\u1160")  # fill a place in Korean where no letter is
BY_LINK = Door("signing-link", "Signing link")


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


class NotOnPaper(Refused):
    """A scan that nobody sent proves nothing."""

    sentence = _("Please add the scan or a photo of the signed paper.")


@dataclass(frozen=True, kw_only=True)
class Signing:
    """What a party did with the version whose bytes were shown.

    For the customer the device is handed over by who is signed in, which is kept beside it.
    `signed_at`: when the paper was signed, where that was earlier.
    """

    version_id: int
    sha256: str
    party: Party
    outcome: Outcome
    key: str
    manner: Manner = Manner.DRAWN
    name: str = ""
    role: str = ""
    strokes: str = ""
    scan_sha256: str = ""
    reason: str = ""
    witness: str = ""
    address: str | None = None
    device: str = ""
    signed_at: datetime | None = None


@transaction.atomic
def sign_document(*, signing: Signing, by: Person, at: datetime) -> Signature:
    """Keep how a party signed, and record the fact that the policy reads.

    Safe to repeat with the same key. Raises DocumentNotFound, AnotherVersion, SignedAlready,
    SignatureCopied, NothingDrawn, NotOnPaper, NobodyNamed, OwnHand, ReasonMissing, KeyReused.
    """
    if signing.manner == Manner.TYPED and signing.party == Party.CUSTOMER:
        raise NothingDrawn  # what one of us types is no word of the customer's
    return keep_outcome(signing, taken_by=by, link=None, at=at)


def keep_outcome(
    signing: Signing, *, taken_by: Person | None, link: SigningLink | None, at: datetime
) -> Signature:
    """Keep an outcome that one of us took, or that came by a link; in the caller's transaction."""
    version, document = hold_version(signing.version_id)
    hold(document.case_id)  # with all that a fact of it touches, before its ledger
    open_links = _held_links(version)
    old = Signature.objects.filter(key=signing.key).first()
    if old is not None:
        if (old.sha256, old.party, old.outcome) != _said(signing):
            raise KeyReused
        return old
    if link is not None and link.pk not in open_links:
        raise LinkEnded  # since its code was looked at
    _refuse_others(signing, version, document)
    row = _row(signing, version, at=at)
    row.name = _name(signing, taken_by)
    row.taken_by, row.link = taken_by, link
    row.save(force_insert=True)
    _tell(row, version, document, by=taken_by or Outsider(row.name))
    recorder = taken_by or door_person(username=BY_LINK.username, name=BY_LINK.name, at=at)
    happened = signing.signed_at if signing.manner == Manner.SCAN else None
    _record(row, version, document, by=recorder, happened=happened or at)
    if row.party == Party.CUSTOMER and row.outcome != Outcome.SIGNED:
        _tell_customer(row, by=recorder, at=at)
    return row


def hold_version(version_id: int) -> tuple[Version, Document]:
    """Lock a version's document until the transaction ends. Raises DocumentNotFound.

    The order is always: the document, its case, its links, the case's ledger.
    """
    version = Version.objects.filter(pk=version_id).first()
    rows = Document.objects.select_for_update(of=("self",)).select_related("case")
    document = rows.filter(pk=version.document_id, dropped_at=None).first() if version else None
    if version is None or document is None:
        raise DocumentNotFound
    return version, document


def _held_links(version: Version) -> set[int]:
    """Return the links to a version that nobody has ended, and that nobody ends meanwhile."""
    rows = SigningLink.objects.select_for_update(of=("self",))
    return {row.pk for row in rows.filter(version=version, revoked_at=None)}


def _said(signing: Signing) -> tuple[str, str, str]:
    return signing.sha256, signing.party.value, signing.outcome.value


def _refuse_others(signing: Signing, version: Version, document: Document) -> None:
    newer = document.versions.filter(number__gt=version.number)
    if signing.sha256 != version.sha256 or newer.exists():
        raise AnotherVersion
    signed = Signature.objects.filter(version=version, party=signing.party, outcome=Outcome.SIGNED)
    if signed.exists():
        raise SignedAlready


def _row(signing: Signing, version: Version, *, at: datetime) -> Signature:
    is_signed = signing.outcome == Outcome.SIGNED
    if not is_signed and not signing.reason.strip():
        raise ReasonMissing
    row = Signature(
        version=version,
        customer_id=version.customer_id,
        sha256=version.sha256,
        party=signing.party,
        outcome=signing.outcome,
        role=signing.role.strip(),
        reason="" if is_signed else signing.reason.strip(),
        witness=signing.witness.strip(),
        at=at,
        address=signing.address,
        device=" ".join(signing.device.split())[:300],
        key=signing.key,
    )
    if is_signed:
        _put_hand(row, signing)
    return row


def _put_hand(row: Signature, signing: Signing) -> None:
    """Put in what somebody drew, or the picture of what they wrote on paper."""
    row.manner = signing.manner
    if signing.manner == Manner.DRAWN:
        row.strokes = strokes_of(signing.strokes)
        row.ink = ink_of(row.strokes)
        used = Signature.objects.filter(ink=row.ink)
    elif signing.manner == Manner.SCAN:
        if not signing.scan_sha256:
            raise NotOnPaper
        row.scan_sha256 = signing.scan_sha256
        others = Signature.objects.filter(scan_sha256=row.scan_sha256)
        used = others.exclude(version=row.version) | others.filter(party=row.party)
    else:
        return
    if used.exists():
        raise SignatureCopied


def _name(signing: Signing, taken_by: Person | None) -> str:
    """Return who signs: for us, who is signed in; for the customer, the name that was given."""
    if signing.party == Party.PROVIDER and taken_by is not None:
        return taken_by.display_name
    name = " ".join(signing.name.split())
    if not _plain(name):
        raise NobodyNamed
    if taken_by is not None and _plain(name) == _plain(taken_by.display_name):
        raise OwnHand
    return name


def _plain(name: str) -> str:
    """Return the letters and digits of a name, without what nobody sees and any way to write it."""
    signs = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in signs if sign.isalnum() and sign not in UNSEEN_LETTERS)


def _tell_customer(row: Signature, *, by: Person, at: datetime) -> None:
    """Let the customer know what is on record, and how they can still sign."""
    link = row.link or link_for_later(row.version, by=by, at=at)
    if link is not None:
        tell_that_unsigned(row, link, at=at)
        tell_the_code(link, at=at)


def _tell(row: Signature, version: Version, document: Document, *, by: Person | Outsider) -> None:
    data = {
        "document": str(document.number),
        "version": version.number,
        "sha256": row.sha256,
        "party": row.party,
        "outcome": row.outcome,
        "manner": row.manner,
        "name": row.name,
        "role": row.role,
        "ink": row.ink,
        "scan": row.scan_sha256,
        "reason": row.reason,
        "witness": row.witness,
        "address": row.address or "",
        "device": row.device,
        "link": row.link.address if row.link else "",
    }
    stream, verb = document.case.stream, "document.signed"
    write(stream=stream, verb=verb, by=by, at=row.at, data=data)


def _record(
    row: Signature, version: Version, document: Document, *, by: Person, happened: datetime
) -> None:
    """Record the fact by which the policy knows; ours only where a policy asks for it.

    A gate that waits for “the report signed” means the customer.
    """
    case: Case = document.case
    policy = running_policy(case.version_id, case.overrides).policy
    if row.party == Party.PROVIDER and not _asks_for_ours(policy):
        return
    if document.proposal_id is not None:  # no report: what its signature means is an approval
        if row.party == Party.CUSTOMER:
            answer_by(row, document, by=by, happened=happened)
        return
    values: dict[str, Value] = {"party": row.party, "signature": row.outcome}
    values |= _told_apart(duty_rule(policy, document.duty))
    fact = NewFact(kind=SIGNED, at=happened, values=values, source=SOURCE)
    record_fact(case_id=case.pk, fact=fact, by=by, now=row.at, key=f"signature {row.pk}")


def _asks_for_ours(policy: Policy) -> bool:
    duties = (rule for rule in policy.rules.values() if isinstance(rule, DutyRule))
    return any(Party.PROVIDER.value in rule.signed_by for rule in duties)


def _told_apart(duty: DutyRule | None) -> dict[str, Value]:
    """Return what tells the signature of one document from that of another, if a policy does."""
    where = duty.signature.where if duty else ()
    return {test.key: test.against[0] for test in where if test.op is Op.ONE_OF}
