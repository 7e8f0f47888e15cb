"""Which bytes nobody is given: those that a scanner found something in, or has yet to look at."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kept.records.files.models import StoredFile
from kept.records.refusal import Refused


class Withheld(StrEnum):
    """Why bytes are not given out."""

    NOT = ""
    WAITS = "waits"  # for the scanner
    INFECTED = "infected"


class NotGiven(Refused):
    """Bytes that may harm whoever gets them."""

    sentence = _("This file was not scanned for malware yet, or something was found in it.")


def withheld(file: StoredFile) -> Withheld:
    """Return whether bytes are given out.

    Whoever names no scanner any more takes what waited for one as it is; what was found stays
    withheld.
    """
    if file.signature:
        return Withheld.INFECTED
    return Withheld.WAITS if file.scan_at and settings.SCANNER else Withheld.NOT
