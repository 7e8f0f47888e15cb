"""Labels as PDF: where from, where to, in the script of each, and the code that carriers scan."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.records.cases.models import Case
from kept.records.documents.contents import TAGS
from kept.records.documents.printing.press import pdf_of
from kept.records.naming import name_in
from kept.records.people.models import Office
from kept.records.transit.foreseeing import foreseen_of_case
from kept.records.transit.models import Parcel, Way
from kept.records.transit.services.labelling import secret_of
from kept.records.transit.telling import freight_lines

SPOKEN: Final = {"CN": "zh-hans", "HK": "zh-hant", "MO": "zh-hant", "TW": "zh-hant"}
TORN: Final = "q"  # a code still scans with a quarter of it scratched off


class Paper(StrEnum):
    """On what a label is printed."""

    A6 = "a6"
    A4 = "a4"


def print_return_label(
    *,
    rma_id: int,
    way: Way,
    paper: Paper,
    url: Callable[[str], str],
    at: datetime,
    number: int | None = None,
) -> bytes | None:
    """Return the label that was made last for a way of a return; None if there is none.

    `url` says what the code leads to; `number`: of the parcel whose label it is. Raises
    SignsMissing, NotPrinted.
    """
    rows = Parcel.objects.filter(rma_id=rma_id, way=way).order_by("-number")
    rows = rows if number is None else rows.filter(number=number)
    return _printed(rows.first(), paper, url, at)


def print_shipment_label(
    *, held_id: int, paper: Paper, url: Callable[[str], str], at: datetime
) -> bytes | None:
    """Return the label of spare parts by what is reserved for the case; None if there is none.

    Raises SignsMissing, NotPrinted.
    """
    return _printed(Parcel.objects.filter(shipment__held_id=held_id).first(), paper, url, at)


def _printed(
    parcel: Parcel | None, paper: Paper, url: Callable[[str], str], at: datetime
) -> bytes | None:
    if parcel is None:
        return None
    code = _drawn(url(secret_of(parcel)))
    label = _label(parcel, paper, code=code, pays=_pays(parcel, paper, at))
    return pdf_of(label, template="label")


def _pays(parcel: Parcel, paper: Paper, at: datetime) -> list[str]:
    """Return who pays, where it stands: on what comes to us, and on A4 of what goes back."""
    if parcel.way == Way.IN or (parcel.way == Way.BACK and paper is Paper.A4):
        return freight_lines(foreseen_of_case(parcel.case_id, at=at))
    return []


def _label(parcel: Parcel, paper: Paper, *, code: str, pays: list[str]) -> dict[str, Any]:
    """Return what stands on a label, in the language that is spoken now."""
    case, way = parcel.case, Way(parcel.way)
    ours, theirs = _ours(case.office), _theirs(case)
    sender, receiver = (theirs, ours) if way is Way.IN else (ours, theirs)
    language = get_language() or "en"
    return {
        "size": paper.value,
        "lang": TAGS.get(language, "en"),
        "number": parcel.rma.number if parcel.rma else str(case.number),
        "title": " · ".join(filter(None, [_titles()[way], _consignment(parcel)])),
        "provider": name_in(case.office.names, language),
        "from": sender,
        "to": receiver,
        "words": {
            "from": _("From"),
            "to": _("To"),
            "scan": _("Carrier, receiver: scan this code when you take the parcel. No account."),
        },
        "lines": [_("Parcel {number}").format(number=parcel.number), *_lines(parcel)],
        "pays": pays,
        "steps": _steps(way),
        "code": code,
    }


def _drawn(url: str) -> str:
    """Return a code as a picture in SVG."""
    out = io.BytesIO()
    segno.make(url, error=TORN, micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()


def _titles() -> Mapping[Way, str]:
    return {
        Way.SPARE: _("Spare parts"),
        Way.IN: _("Return for repair"),
        Way.BACK: _("Back from repair"),
    }


def _consignment(parcel: Parcel) -> str:
    if parcel.shipment is None:
        return ""
    return f"{parcel.shipment.carrier} {parcel.shipment.consignment}".strip()


def _lines(parcel: Parcel) -> list[str]:
    """Return what is in it: of a return only; what spares a customer gets is nobody's business."""
    if parcel.rma is None:
        return []
    pieces = dict(parcel.contents)
    return [
        f"{pieces.get(row.seq, row.announced)} × {row.name} {row.serial_number}".strip()
        for row in parcel.rma.lines.order_by("seq")
        if parcel.way == Way.IN or row.seq in pieces
    ]


def _steps(way: Way) -> list[str]:
    if way is not Way.IN:
        return [_("Stick the upper half on the outside of the parcel. The code must stay flat.")]
    return [
        _("Pack it so that it stands a fall. Leave out what is not to be repaired."),
        _("Cut here and stick the upper half on the outside of the parcel."),
        _("Give it to any carrier. Who takes it scans the code, and you see that on your page."),
    ]


def _ours(office: Office) -> dict[str, Any]:
    language = SPOKEN.get(office.country_code, "en")
    lines = [name_in(office.names, language), office.address, office.phone]
    return _side(language, lines)


def _theirs(case: Case) -> dict[str, Any]:
    language, site = case.customer.language, case.site
    names = [name_in(case.customer.names, language)]
    if site is not None:
        names += [name_in(site.names, language), site.address]
    contact = case.contact.name if case.contact else case.caller
    return _side(language, [*names, contact])


def _side(language: str, lines: list[str]) -> dict[str, Any]:
    found = list(dict.fromkeys(line for line in lines if line.strip()))
    return {"lang": TAGS.get(language, "en"), "lines": found or ["–"]}
