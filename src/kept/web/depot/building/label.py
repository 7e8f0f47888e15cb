"""The label of a return, put together."""

from __future__ import annotations

import segno
from django.conf import settings
from django.urls import reverse

from kept.records.cases.queries import CaseCard
from kept.records.returns.queries import RmaCard
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import with_serial
from kept.web.depot import pages
from kept.web.depot.building.pays import build_pays


def build_label(card: RmaCard, case: CaseCard, reader: Reader) -> pages.LabelPage:
    """Return the label: number, code, what is in the parcel, and who pays which freight."""
    lines = [
        f"{line.tally.announced} × "
        + (with_serial(line.name, line.serial_number) if line.serial_number else line.name)
        for line in card.lines
    ]
    return pages.LabelPage(
        number=card.number,
        picture=_picture(card.number),
        lines=lines,
        customer=reader.name(card.customer_names),
        address=reader.name(case.office.names),
        pays=build_pays(case, reader),
        back=reverse("depot:rma", args=[card.number]),
    )


def _picture(number: str) -> str:
    """Return the code as a picture that still scans with a quarter of it scratched off.

    It leads to the page of the return, which asks who scans to sign in: the label holds no secret.
    """
    url = f"{settings.SITE_URL}{reverse('depot:rma', args=[number])}"
    drawn: str = segno.make(url, error="q", micro=False).svg_data_uri(border=4)
    return drawn
