"""What carriers and receivers say by scanning a label, in words for those who work here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.records.transit.models import Deed, Way
from kept.records.transit.queries import ScanLine
from kept.web.common.reading.reader import Reader


def scan_words(way: Way, deed: Deed) -> str:
    """Return what a scan without an account says."""
    if deed is Deed.PICKED_UP:
        return _("Picked up")
    return _("Handed in at our door") if way is Way.IN else _("Received by the customer")


def scan_line(one: ScanLine, reader: Reader) -> str:
    """Return what somebody said by scanning, who and when, and whether it counts."""
    said = _("{what}, says {name} by scanning, {at}")
    if not one.counted:
        said = _("{what}, says {name} by scanning, {at}; not taken over, please look")
    return said.format(what=scan_words(one.way, one.deed), name=one.name, at=reader.moment(one.at))
