"""How a party signed a document, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.documents.models import Manner, Party
from kept.records.documents.queries import SignatureLine
from kept.web.common.reading.reader import Reader


def signed_words(line: SignatureLine, reader: Reader) -> str:
    """Return who did what when, and how where that says more."""
    ours = line.party == Party.PROVIDER
    told = {
        ("signed", True): _("signed for us by {name}, {at}"),
        ("signed", False): _("signed for the customer by {name}, {at}"),
        ("refused", True): _("{name} refused to sign for us, {at}: {reason}"),
        ("refused", False): _("{name} refused to sign for the customer, {at}: {reason}"),
        ("absent", True): _("{name} was not there to sign for us, {at}: {reason}"),
        ("absent", False): _("{name} was not there to sign for the customer, {at}: {reason}"),
    }[line.outcome, ours]
    said = [told.format(name=line.name, at=reader.full(line.at), reason=line.reason)]
    if line.link_to:
        said.append(_("by a link sent to {address}").format(address=line.link_to))
    if line.manner == Manner.TYPED:
        said.append(_("with the name in letters"))
    if line.manner == Manner.SCAN:
        said.append(_("on paper, with a scan"))
    return pgettext("between remarks", "; ").join(said)
