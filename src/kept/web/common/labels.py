"""Labels with a code: their page, the code as a picture, and what the code leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse

from kept.records.transit.labels import Paper


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
        picture=_picture(secret) if secret else "",
        papers=[(paper.value.upper(), pdf(paper)) for paper in Paper] if secret else [],
    )


def paper_of(name: str) -> Paper | None:
    """Return the size of paper of this name; None if there is none."""
    return next((one for one in Paper if one.value == name), None)


def parcel_url(secret: str) -> str:
    """Return what the code on a label says."""
    return f"{settings.SITE_URL}{reverse('portal:parcel', args=[secret])}"


def _picture(secret: str) -> str:
    """Return the code as a picture that still scans with a quarter of it scratched off."""
    drawn: str = segno.make(parcel_url(secret), error="q", micro=False).svg_data_uri(border=4)
    return drawn
