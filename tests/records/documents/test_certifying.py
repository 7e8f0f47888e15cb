"""A company's certificate on what it seals: any reader of PDFs can check it."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from kept.records.documents.models import Manner, Outcome, Party, Seal, Signature
from kept.records.documents.printing.certifying import NotCertified, certified
from kept.records.documents.services import Signing, seal_version, sign_and_seal
from kept.records.documents.storing import bytes_of
from tests.certificates import PASSPHRASE, make_certificate
from tests.desk import at
from tests.papers import issued


@pytest.fixture
def certificate(tmp_path, settings) -> Path:
    """A certificate of the company's, as the settings name it."""
    then = datetime.now(UTC) - timedelta(days=1)
    file, key = make_certificate(tmp_path, since=then, until=then + timedelta(days=30))
    settings.SEAL_CERTIFICATE, settings.SEAL_KEY = str(file), str(key)
    settings.SEAL_PASSPHRASE = PASSPHRASE
    return file


@pytest.fixture
def both_signed(desk, opened):
    """Let both parties sign a document; return its version."""

    def both_signed():
        version = issued(desk, opened)
        for party, manner in ((Party.PROVIDER, Manner.TYPED), (Party.CUSTOMER, Manner.DRAWN)):
            signing = Signing(
                version_id=version.pk,
                sha256=version.sha256,
                party=party,
                outcome=Outcome.SIGNED,
                manner=manner,
                name="Li Hua",
                strokes="[[[1,1],[99,9],[200,30],[300,99],[400,7],[500,80]]]",
                key=party,
            )
            sign_and_seal(signing=signing, by=desk.engineer, at=at("11:30"))
        return version

    return both_signed


def check(pdf: bytes, certificate: Path):
    [found] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    trusted = ValidationContext(trust_roots=[load_cert_from_pemder(str(certificate))])
    return validate_pdf_signature(found, trusted)


def test_SG_06_a_sealed_document_carries_the_companys_signature(certificate, both_signed):
    both_signed()

    found = check(bytes_of(Seal.objects.get().sha256), certificate)

    assert found.bottom_line
    assert found.coverage is SignatureCoverageLevel.ENTIRE_FILE


def test_SG_06_a_byte_that_was_changed_shows_in_any_reader(certificate, both_signed):
    both_signed()
    pdf = bytearray(bytes_of(Seal.objects.get().sha256))
    pdf[pdf.index(b"stream") + 40] ^= 1

    assert not check(bytes(pdf), certificate).intact


def test_what_was_printed_stays_byte_by_byte(certificate, both_signed, settings):
    both_signed()
    sealed = bytes_of(Seal.objects.get().sha256)
    end = sealed.index(b"%%EOF") + len(b"%%EOF")

    settings.SEAL_CERTIFICATE = ""
    assert certified(sealed[:end]) == sealed[:end]
    assert len(sealed) > end


def test_without_a_certificate_there_is_no_signature(both_signed):
    both_signed()

    pdf = bytes_of(Seal.objects.get().sha256)
    assert PdfFileReader(io.BytesIO(pdf)).embedded_signatures == []


@pytest.mark.parametrize(
    ("name", "value"), [("SEAL_PASSPHRASE", "wrong"), ("SEAL_KEY", "/nowhere/key.pem")]
)
def test_with_a_certificate_that_fails_nothing_is_sealed_and_the_signatures_stay(
    desk, certificate, both_signed, settings, name, value
):
    setattr(settings, name, value)
    version = both_signed()

    assert Signature.objects.count() == 2
    assert not Seal.objects.exists()
    with pytest.raises(NotCertified):
        seal_version(version_id=version.pk, by=desk.engineer, at=at("11:40"))
