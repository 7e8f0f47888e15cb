"""The company's own digital signature on a sealed document, where it has a certificate."""

from __future__ import annotations

import io
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused

FIELD: Final = "Seal"


class NotCertified(Refused):
    """A company that signs what it seals does not seal without its signature."""

    sentence = _(
        "The company’s certificate could not be used, so nothing was sealed. Please tell an "
        "administrator: %(problem)s"
    )


def certified(pdf: bytes) -> bytes:
    """Return a PDF with a PAdES signature added at its end; without a certificate, as it is.

    What was printed stays byte by byte, and the signature covers all of it. Raises NotCertified.
    """
    if not settings.SEAL_CERTIFICATE:
        return pdf
    try:
        return _signed(pdf)
    except ImportError:
        raise NotCertified(problem='pip install "kept[pades]"') from None
    except Exception as error:  # whatever is wrong with a file that an administrator named
        raise NotCertified(problem=str(error)) from error


def _signed(pdf: bytes) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

    signer = SimpleSigner.load(  # type: ignore[no-untyped-call]
        settings.SEAL_KEY,
        settings.SEAL_CERTIFICATE,
        ca_chain_files=(settings.SEAL_CERTIFICATE,),
        key_passphrase=settings.SEAL_PASSPHRASE.encode() or None,
    )
    if signer is None:
        raise ValueError("KEPT_SEAL_CERTIFICATE, KEPT_SEAL_KEY")
    wanted = PdfSignatureMetadata(
        field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    out = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), wanted, signer=signer)
    return bytes(out.getvalue())
