"""A company's certificate on what it seals: any reader of PDFs can check it."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from kept.records.documents.models import Manner, Outcome, Party, Seal, Signature
from kept.records.documents.printing.certifying import NotCertified, certified
from kept.records.documents.services import Signing, seal_version, sign_and_seal
from kept.records.documents.storing import bytes_of
from tests.desk import at
from tests.papers import issued

SIGNS = {"digital_signature": True, "content_commitment": True}
NOT = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
       "encipher_only", "decipher_only")  # fmt: skip


@pytest.fixture
def certificate(tmp_path, settings) -> Path:
    """A certificate of the company's, as the settings name it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Instruments")])
    then = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(then)
        .not_valid_after(then + timedelta(days=30))
        .add_extension(x509.KeyUsage(**SIGNS, **dict.fromkeys(NOT, False)), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    locked = serialization.BestAvailableEncryption(b"open sesame")
    (tmp_path / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, locked))
    settings.SEAL_CERTIFICATE, settings.SEAL_KEY = str(file), str(tmp_path / "key.pem")
    settings.SEAL_PASSPHRASE = "open sesame"
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
