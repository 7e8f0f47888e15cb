"""The final PDF: the pages that were signed, who signed them, and that it stays."""

import io
import json

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from kept.records.documents import queries
from kept.records.documents.models import Document, Outcome, Party, Seal, Signature, Version
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
        told |= {"version_id": version.pk, "sha256": version.sha256}
        signing = Signing(party=party, outcome=outcome, **(told | said))
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
    data = version.data | {"provider": "Example \U00012000"}  # printed with fonts we had then
    said = {"document": version.document, "customer_id": version.customer_id, "data": data}
    said |= {"sha256": version.sha256, "issued_at": at("11:20"), "issued_by": version.issued_by}
    other = Version.objects.create(number=2, key="k", **said)

    sign(Party.PROVIDER, version_id=other.pk)
    sign(Party.CUSTOMER, version_id=other.pk, now="11:35")

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


@pytest.mark.parametrize(
    "name", ["محمد الحسن", "דוד כהן", "राम कुमार", "สมชาย ใจดี", "김철수", "გიორგი", "Łukasz Żółć"]
)
def test_names_in_other_scripts_are_printed(version, sign, name):
    sign(Party.PROVIDER)

    sign(Party.CUSTOMER, name=name, now="11:35")

    assert "Unicode numbers" not in words(Seal.objects.get().sha256)[-1]


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("தமிழ் Wu", "[U+0BA4][U+0BAE][U+0BBF][U+0BB4][U+0BCD] Wu (duty manager)"),
        ("\U00020bb7 Li", "[U+20BB7] Li (duty manager)"),
        (" ".join(chr(0x12000 + 9 * n) for n in range(9)), "[U+12000] [U+12009] [U+12012]"),
        ("Li 😀", "Li [U+1F600]"),
    ],
)
def test_a_name_that_no_font_of_ours_can_write_is_spelled_and_never_lost(
    version, sign, name, spelled
):
    sign(Party.PROVIDER)

    sign(Party.CUSTOMER, name=name, now="11:35")

    last = words(Seal.objects.get().sha256)[-1]
    assert spelled in last
    assert "Signs that our fonts lack stand as their Unicode numbers." in last
    assert Entry.objects.filter(verb="document.signed").latest("pk").data["name"] == name
