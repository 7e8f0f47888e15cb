"""Reading papers: the second reader, where one is configured."""

from __future__ import annotations

from django.conf import settings

from kept.config.doctor.finding import Finding, Patient, bad, good
from kept.records.policies.second_reader import read_again
from kept.records.refusal import Refused
from kept.rules.papers import cut

_SAMPLE = "1. We answer every request within 4 hours."


def second_reader(patient: Patient) -> Finding:
    """Does the second reader answer?"""
    reader = settings.SECOND_READER
    if reader is None:
        return good("No second reader of papers is configured; none is needed.")
    try:
        read_again(reader, cut(_SAMPLE))
    except Refused as refused:
        return bad(str(refused).partition(". ")[0] + ".", "Check KEPT_READER_URL, _MODEL and _KEY.")
    return good(f"The second reader of papers answers as {reader.model}.")
