"""PDFs as answers: opened in the browser, saved under a name of their own."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from kept.records.refusal import Refused


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF to be looked at, printed, and saved under its name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def pdf_read(read: Callable[[], bytes], name: str) -> HttpResponse:
    """Return a PDF that is kept; 500 with the reason where its bytes are gone or changed."""
    try:
        return pdf_response(read(), name)
    except Refused as refused:
        return HttpResponse(str(refused), status=500, content_type="text/plain; charset=utf-8")
