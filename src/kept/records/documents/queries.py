"""Reading documents. Who asks has been let in to the case already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce, JSONObject

from kept.records import tokens
from kept.records.cases.models import Case
from kept.records.documents.addressees import Addressee, addressees
from kept.records.documents.links import SIGNING_LINK, LinkState, state_of
from kept.records.documents.models import Document, Outcome, Seal, Signature, SigningLink, Version
from kept.records.documents.storing import bytes_of
from kept.records.documents.telling import letter_key, zone_of
from kept.records.notices.queries import Delivered, delivered

SEALED_AS = ArraySubquery(
    Seal.objects.filter(version=OuterRef("pk")).values(
        seal=JSONObject(outcomes="outcomes", sha256="sha256")
    )
)
SIGNED = ArraySubquery(
    Signature.objects.filter(version=OuterRef("pk"))
    .order_by("pk")
    .values(
        signed=JSONObject(
            party="party",
            outcome="outcome",
            name="name",
            reason="reason",
            at="at",
            manner="manner",
            link_to=Coalesce("link__address", Value("")),
        )
    )
)
HAS_LINK = Exists(SigningLink.objects.filter(version=OuterRef("pk")))


@dataclass(frozen=True)
class SignatureLine:
    """How a party signed a version."""

    party: str
    outcome: str
    name: str
    reason: str
    at: datetime
    manner: str = ""
    link_to: str = ""  # the address whose link it was


@dataclass(frozen=True)
class LinkLine:
    """A link that was sent to a contact. Who may see the code may read it out."""

    pk: int
    name: str
    address: str
    code_by: str
    code: str
    state: LinkState
    made_at: datetime
    made_by: str
    expires_at: datetime
    wrong_codes: int
    mail: Delivered | None  # how far the mail with it has come


@dataclass(frozen=True)
class VersionLine:
    """A version that was issued."""

    pk: int
    number: int
    sha256: str
    issued_at: datetime
    issued_by: str
    signatures: tuple[SignatureLine, ...]  # the last word of each party last
    sealed: str = ""  # the SHA-256 of the final PDF with all these outcomes
    has_link: bool = False  # somebody at the customer got one by mail

    def has_signed(self, party: str) -> bool:
        """Say whether a party has signed; what it refused before counts no more then."""
        return any(
            (line.party, line.outcome) == (party, Outcome.SIGNED) for line in self.signatures
        )


@dataclass(frozen=True)
class DocumentCard:
    """A document of a case with its versions, the last first."""

    pk: int
    number: str
    kind: str
    duty: str
    languages: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]
    edition: int
    written_at: datetime
    written_by: str
    versions: tuple[VersionLine, ...]


def documents_of(case_id: int) -> list[DocumentCard]:
    """Return the documents of a case, the first begun first; not those that were dropped."""
    rows = Document.objects.filter(case_id=case_id, dropped_at=None).order_by("pk")
    found = list(rows.select_related("written_by"))
    if not found:
        return []
    versions: dict[int, list[VersionLine]] = defaultdict(list)
    issued = Version.objects.filter(document__in=found).order_by("-number")
    issued = issued.select_related("issued_by").defer("data")
    for row in issued.annotate(sealed_as=SEALED_AS, has_link=HAS_LINK, signed=SIGNED):
        lines, who = tuple(map(_signature, row.signed)), row.issued_by.display_name
        sealed = next((s["sha256"] for s in row.sealed_as if s["outcomes"] == len(lines)), "")
        line = VersionLine(
            pk=row.pk,
            number=row.number,
            sha256=row.sha256,
            issued_at=row.issued_at,
            issued_by=who,
            signatures=lines,
            sealed=sealed,
            has_link=row.has_link,
        )
        versions[row.document_id].append(line)
    return [_card(row, tuple(versions[row.pk])) for row in found]


def _signature(told: Mapping[str, str]) -> SignatureLine:
    said = {name: word for name, word in told.items() if name != "at"}
    return SignatureLine(at=datetime.fromisoformat(told["at"]), **said)


def document_of(case_id: int, number: str) -> DocumentCard | None:
    """Return one document of a case by its number; None if it has no such one."""
    return next((one for one in documents_of(case_id) if one.number == number), None)


def _card(row: Document, versions: tuple[VersionLine, ...]) -> DocumentCard:
    return DocumentCard(
        pk=row.pk,
        number=str(row.number),
        kind=row.kind,
        duty=row.duty,
        languages=tuple(row.languages),
        texts=row.texts,
        edition=row.edition,
        written_at=row.written_at,
        written_by=row.written_by.display_name,
        versions=versions,
    )


def version_data(version_id: int) -> dict[str, Any]:
    """Return what a version was made from."""
    data: dict[str, Any] = Version.objects.values_list("data", flat=True).get(pk=version_id)
    return data


def version_pdf(version: VersionLine) -> bytes:
    """Return the bytes that were issued. Raises BytesChanged."""
    return bytes_of(version.sha256)


def sealed_pdf(version: VersionLine) -> bytes:
    """Return the final PDF of a version that is sealed. Raises BytesChanged."""
    return bytes_of(version.sealed)


def who_can_be_told(case_id: int) -> list[Addressee]:
    """Return the contacts whom mail about a case can go to: who asked first."""
    return addressees(Case.objects.get(pk=case_id))


def link_of_version(version_id: int, *, at: datetime) -> LinkLine | None:
    """Return the link by which a version may be signed, and how far it has come."""
    rows = SigningLink.objects.filter(version_id=version_id, revoked_at=None)
    row = rows.select_related("version__document", "made_by").first()
    if row is None:
        return None
    return LinkLine(
        pk=row.pk,
        name=row.name,
        address=row.address,
        code_by=row.code_by,
        code=tokens.code(SIGNING_LINK, row.seed),
        state=state_of(row, at=at),
        made_at=row.made_at,
        made_by=row.made_by.display_name,
        expires_at=row.expires_at,
        wrong_codes=row.wrong_codes,
        mail=delivered(letter_key(f"link/{row.pk}", "to_sign", row.address)),
    )


@dataclass(frozen=True)
class LinkPage:
    """What a link opens: one version, for one contact. Nothing else of the case."""

    state: LinkState
    language: str
    name: str
    code_by: str
    expires_at: datetime
    zone: str
    number: str
    version: VersionLine
    data: Mapping[str, Any]


def link_page(secret: str, *, at: datetime) -> LinkPage | None:
    """Return what a secret opens; None if it never opened anything or does no more."""
    rows = SigningLink.objects.filter(secret_sha256=tokens.hash_of(secret))
    row = rows.select_related("version__document__case__office").first()
    if row is None:
        return None
    card = next(
        one
        for one in documents_of(row.version.document.case_id)
        if one.pk == row.version.document_id
    )
    return LinkPage(
        state=state_of(row, at=at),
        language=row.language,
        name=row.name,
        code_by=row.code_by,
        expires_at=row.expires_at,
        zone=zone_of(row.version.document.case),
        number=card.number,
        version=next(one for one in card.versions if one.pk == row.version_id),
        data=row.version.data,
    )
