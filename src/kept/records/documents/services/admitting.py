"""Letting in who has a link and its code, and counting those who guess."""

from __future__ import annotations

import unicodedata

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from kept.records import tokens
from kept.records.documents.models.link import MOST_WRONG, SecretLink
from kept.records.refusal import Refused


class WrongCode(Refused):
    """Whoever has the link has not shown that they have the code too."""

    sentence = _("This is not the code. After %(left)s more wrong codes the link ends.")


def knows_code(link: SecretLink, purpose: str, code: str) -> bool:
    """Say whether this is the code of a link, however it was typed."""
    said = "".join(unicodedata.normalize("NFKC", code).split())
    return constant_time_compare(said, tokens.code(purpose, link.seed))


def count_wrong(link: SecretLink) -> int:
    """Write down a wrong code for a link that the caller holds. Returns how many more it stands."""
    link.wrong_codes += 1
    if link.wrong_codes <= MOST_WRONG:
        link.save(update_fields=["wrong_codes"])
    return max(MOST_WRONG - link.wrong_codes, 0)
