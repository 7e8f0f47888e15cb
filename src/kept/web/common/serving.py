"""Handing over what people gave us, so that no browser ever runs it as one of our pages."""

from __future__ import annotations

import re
from typing import Final

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from kept.records.files.queries import Served
from kept.records.files.services import Damaged

log = structlog.get_logger(__name__)

# Nothing inside may load or run anything, and it belongs to no address: not even to ours.
CLOSED: Final = (
    "default-src 'none'; script-src 'none'; sandbox; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
# Played on a page of ours. A browser takes these for sound whatever is in them, or not at all.
PLAYED: Final = ("audio/",)
RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def serve(request: HttpRequest, file: Served, *, shown: bool = False) -> HttpResponse:
    """Return a file as a download; `shown`: a picture that we drew ourselves, for the page.

    A part of it where the browser asks for one, as players do. A file that is missing or damaged
    on our disk is answered with 404, and said in the log.
    """
    try:
        content = file.content()
    except Damaged as damage:
        log.error("file damaged", address=request.path, problem=str(damage))
        raise Http404 from damage
    is_known = shown or file.media_type.startswith(PLAYED)
    response = _part(request, content)
    response["Content-Type"] = file.media_type if is_known else "application/octet-stream"
    name = content_disposition_header(not shown, file.name)
    assert name is not None  # every file has a name
    response["Content-Disposition"] = name
    response["Content-Security-Policy"] = CLOSED
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    return response


def _part(request: HttpRequest, content: bytes) -> HttpResponse:
    """Return the bytes that are asked for: all of them unless it is one clear range."""
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not any(asked.groups()):
        return HttpResponse(content)
    size = len(content)
    first, last = asked.groups()
    if first and last and int(last) < int(first):
        return HttpResponse(content)
    if first:
        begin, end = int(first), min(int(last) if last else size - 1, size - 1)
    else:  # the last so many bytes
        begin, end = max(size - int(last), 0), size - 1
    if begin > end:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    response = HttpResponse(content[begin : end + 1], status=206)
    response["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return response
