"""Labels with a code: their page, the code as a picture, and what the code leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kept.records.refusal import Refused
from kept.records.transit.labels import TORN, Paper
from kept.web.common.forms import ExactForm
from kept.web.common.pdfs import pdf_response


@dataclass(frozen=True, kw_only=True)
class LabelPage:
    """A label to be printed on one of two sizes of paper, or to be made."""

    title: str
    number: str
    back: str
    picture: str  # empty: there is none yet
    papers: Sequence[tuple[str, str]]


def build_label(
    *, title: str, number: str, back: str, secret: str, pdf: Callable[[Paper], str]
) -> LabelPage:
    """Return the page of a label; without a secret, of one that is still to be made."""
    return LabelPage(
        title=title,
        number=number,
        back=back,
        picture=code_picture(parcel_url(secret)) if secret else "",
        papers=[(paper.value.upper(), pdf(paper)) for paper in Paper] if secret else [],
    )


def show_label(
    request: HttpRequest, *, make: Callable[[], object], page: Callable[[], LabelPage]
) -> HttpResponse:
    """Show a label; where that was asked for, make it and lead back to it, or say what is wrong."""
    form = ExactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            make()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(request.path)
    status = 422 if form.errors else 200
    return render(request, "common/label.html", {"page": page(), "form": form}, status=status)


def give_label(size: str, name: str, *, printed: Callable[[Paper], bytes | None]) -> HttpResponse:
    """Return a label that was made as PDF, or why it cannot be printed.

    Raises Http404 if it was not made, or if there is no paper of this size.
    """
    paper = next((one for one in Paper if one.value == size), None)
    try:
        content = printed(paper) if paper is not None else None
    except Refused as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    if content is None:
        raise Http404
    return pdf_response(content, f"{name}-{size}.pdf")


def parcel_url(secret: str) -> str:
    """Return what the code on a label says."""
    return f"{settings.SITE_URL}{reverse('portal:parcel', args=[secret])}"


def code_picture(url: str) -> str:
    """Return a code as a picture that still scans with a quarter of it scratched off."""
    drawn: str = segno.make(url, error=TORN, micro=False).svg_data_uri(border=4)
    return drawn
