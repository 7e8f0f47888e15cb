"""Real certificates of a company, as files that the settings can name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Instruments")])
SIGNS = {"digital_signature": True, "content_commitment": True}
NOT = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
       "encipher_only", "decipher_only")  # fmt: skip
PASSPHRASE = "open sesame"


def make_certificate(folder: Path, *, since: datetime, until: datetime) -> tuple[Path, Path]:
    """Write a certificate and its key, locked by the passphrase; return both files."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.KeyUsage(**SIGNS, **dict.fromkeys(NOT, False)), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(exist_ok=True)
    file, key_file = folder / "certificate.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, locked))
    return file, key_file
