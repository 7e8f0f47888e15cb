"""Signing on paper: the scan is a file of the case, and its hash stands in the seal."""

import io

import pytest
from pypdf import PdfReader

from kept.records.cases.models import CaseFact
from kept.records.documents.models import Outcome, Party, Seal, Signature
from kept.records.documents.services import (
    NoPicture,
    SignatureCopied,
    Signing,
    sign_on_paper,
)
from kept.records.documents.storing import bytes_of
from kept.records.files.models import Attachment
from kept.records.files.services import NewFile
from kept.records.ledger.models import Entry
from tests import photos
from tests.desk import at
from tests.papers import issued


@pytest.fixture
def version(desk, opened):
    return issued(desk, opened, duty="sheet")


@pytest.fixture
def on_paper(desk, version):
    def on_paper(content=None, *, party=Party.CUSTOMER, **said):
        told = {
            "version_id": version.pk,
            "sha256": version.sha256,
            "outcome": Outcome.SIGNED,
            "name": "Li Hua",
            "key": f"paper {party}",
        }
        scan = NewFile(name="paper.jpg", content=content or photos.jpeg(), for_customer=False)
        return sign_on_paper(
            signing=Signing(party=party, **(told | said)),
            scan=scan,
            by=desk.engineer,
            at=at("12:00"),
        )

    return on_paper


def test_the_scan_is_a_file_of_the_case_and_bound_to_the_bytes(version, on_paper):
    row = on_paper()

    file = Attachment.objects.get()
    assert (row.manner, row.scan_sha256) == ("scan", file.file.sha256)
    assert (file.for_customer, file.kind) == (True, "report")
    told = Entry.objects.get(verb="document.signed").data
    assert (told["scan"], told["sha256"]) == (file.file.sha256, version.sha256)


def test_its_hash_stands_in_the_final_pdf(on_paper):
    row = on_paper()
    on_paper(party=Party.PROVIDER)  # one sheet, signed by both

    pages = PdfReader(io.BytesIO(bytes_of(Seal.objects.get().sha256))).pages
    last = "".join(pages[-1].extract_text().split())
    assert row.scan_sha256 in last
    assert Attachment.objects.count() == 2


def test_a_paper_may_have_been_signed_earlier(on_paper):
    on_paper(signed_at=at("11:20"))

    assert CaseFact.objects.get(kind="report.signed").at == at("11:20")
    assert Signature.objects.get().at == at("12:00")


def test_SG_03_a_scan_that_was_used_for_another_document_is_refused(desk, opened, on_paper):
    on_paper()
    other = issued(desk, opened)

    with pytest.raises(SignatureCopied):
        on_paper(version_id=other.pk, sha256=other.sha256, key="other")
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("content", [b"signed, honestly", photos.EXE, b"ID3 sound"])
def test_what_nobody_can_look_at_is_refused_and_leaves_nothing(on_paper, content):
    with pytest.raises(NoPicture):
        on_paper(content)
    assert not Attachment.objects.exists()


def test_a_repeated_press_is_one_signature_with_one_scan(on_paper):
    assert on_paper().pk == on_paper().pk
    assert Attachment.objects.count() == 1
