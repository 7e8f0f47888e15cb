"""The final PDF: the pages that were signed, who signed them, and that it stays."""

import io
import json

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from kept.records.documents import queries
from kept.records.documents.models import Document, Outcome, Party, Seal, Signature
from kept.records.documents.services import (
    NothingToSeal,
    Signing,
    seal_version,
    sign_and_seal,
)
from kept.records.documents.storing import bytes_of
from kept.records.ledger.models import Entry
from tests.desk import at
from tests.papers import FOUND, issue, issued, write


@pytest.fixture
def version(desk, opened):
    return issued(desk, opened, duty="sheet")


@pytest.fixture
def sign(desk, version):
    def sign(party, outcome=Outcome.SIGNED, *, now="11:30", **said):
        shift = 5 if party == Party.PROVIDER else 0
        drawn = json.dumps([[[100 + 40 * n, 300 + shift + (n % 3) * 90] for n in range(12)]])
        told = {"name": "Li Hua", "strokes": drawn, "key": f"{party} {now}", "role": "duty manager"}
        signing = Signing(
            version_id=version.pk,
            sha256=version.sha256,
            party=party,
            outcome=outcome,
            **(told | said),
        )
        return sign_and_seal(signing=signing, by=desk.engineer, at=at(now))

    return sign


def words(sha256):
    pages = PdfReader(io.BytesIO(bytes_of(sha256))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_SG_01_the_final_pdf_is_made_once_both_parties_have_spoken(version, sign):
    sign(Party.PROVIDER)
    assert not Seal.objects.exists()

    sign(Party.CUSTOMER, now="11:35")

    seal = Seal.objects.get()
    last = words(seal.sha256)[-1]
    assert version.sha256 in last.replace(" ", "")
    assert "高磊 (duty manager) signed for us" in last
    assert "Li Hua (duty manager) signed for the customer" in last
    told = Entry.objects.get(verb="document.sealed").data
    assert (told["sha256"], told["signed_sha256"]) == (seal.sha256, version.sha256)
    assert told["outcomes"] == 2


def test_SG_05_a_refusal_stands_on_the_signature_page_and_a_later_hand_makes_another(version, sign):
    sign(Party.PROVIDER)
    sign(Party.CUSTOMER, Outcome.REFUSED, now="11:35", reason="The pump still leaks.")
    sign(Party.CUSTOMER, now="11:50")

    first, second = Seal.objects.order_by("outcomes")
    assert "refused to sign for the customer" in words(first.sha256)[-1]
    assert "The pump still leaks." in words(first.sha256)[-1]
    assert "signed for the customer" in words(second.sha256)[-1]


def test_may_be_made_before_when_asked_and_is_made_once(desk, version, sign):
    with pytest.raises(NothingToSeal):
        seal_version(version_id=version.pk, by=desk.engineer, at=at("11:20"))
    sign(Party.CUSTOMER)

    twice = [
        seal_version(version_id=version.pk, by=desk.engineer, at=at(now))
        for now in ("11:40", "11:45")
    ]

    assert twice[0] == twice[1]
    assert Entry.objects.filter(verb="document.sealed").count() == 1


def test_a_signature_stays_where_the_pdf_cannot_be_made(version, sign):
    sign(Party.PROVIDER)

    sign(Party.CUSTOMER, now="11:35", name="Li \U00012000")  # a sign that our fonts lack

    assert Signature.objects.count() == 2
    assert not Seal.objects.exists()


def test_SG_01_a_later_version_is_not_the_one_that_was_signed(desk, opened, version, sign):
    sign(Party.PROVIDER)
    sign(Party.CUSTOMER, now="11:35")
    document = Document.objects.get(pk=version.document_id)
    write(desk, document, {**FOUND, "parts": {"en": "Bearing 6204"}}, at=at("12:00"))
    issue(document, desk.engineer, now="12:05")

    newer, older = queries.document_of(opened.case_id, str(document.number)).versions

    assert (newer.sealed, older.sealed) == ("", Seal.objects.get().sha256)
    assert queries.sealed_pdf(older).startswith(b"%PDF-")


def test_SG_01_the_database_refuses_to_change_a_seal(version, sign):
    sign(Party.PROVIDER)
    sign(Party.CUSTOMER, now="11:35")

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Seal.objects.update(sha256="0" * 64)
