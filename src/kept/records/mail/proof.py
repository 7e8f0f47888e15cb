"""What our own mail server found out about a sender, and which case their answer proves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Final

from django.utils.crypto import constant_time_compare

from kept.records.notices.threads import token

_RESULT: Final = re.compile(r"\b(dmarc|spf|dkim)\s*=\s*([a-z]+)")
_TOKEN: Final = re.compile(r"[+.]c(\d{1,18})\.([a-z2-7]{16})(?=[.@])")
_NUMBER: Final = re.compile(r"\bK-(\d{1,18})\b", re.IGNORECASE)


class Verdict(Enum):
    """Whether a message comes from the address that it says it comes from."""

    PROVED = "proved"
    UNKNOWN = "unknown"
    FORGED = "forged"


def verdict(results: Iterable[str], *, authserv: str) -> Verdict:
    """Return what our own mail server says; what others wrote under that name counts for nothing.

    Our server puts its finding on top and removes others that bear its name, so only the first
    header with its name is read.
    """
    if not authserv:
        return Verdict.UNKNOWN
    for result in results:
        name, _, found = result.partition(";")
        if (name.split() or [""])[0].lower() != authserv.lower():
            continue
        said = dict(reversed(_RESULT.findall(found.lower())))
        if said.get("dmarc") == "pass":
            return Verdict.PROVED
        failed = said.get("dmarc") in {"fail", "reject"} or said.get("spf") == "fail"
        return Verdict.FORGED if failed else Verdict.UNKNOWN
    return Verdict.UNKNOWN


def proved_case(places: Iterable[str], *, sender: str) -> int | None:
    """Return the case whose secret for this very sender stands in an address or message id."""
    for place in places:
        for case_id, secret in _TOKEN.findall(place.lower()):
            if constant_time_compare(secret, token(case_id=int(case_id), address=sender)):
                return int(case_id)
    return None


def mentioned(subject: str, places: Iterable[str]) -> int | None:
    """Return the case that a message speaks of without proving that it may."""
    found = _NUMBER.search(subject)
    if found:
        return int(found[1])
    return next((int(hit[1]) for place in places for hit in [_TOKEN.search(place.lower())] if hit),
                None)  # fmt: skip
