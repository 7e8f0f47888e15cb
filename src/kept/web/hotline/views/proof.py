"""The proof of a case: everything that was written down of it, for a stranger to check."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kept.records.cases.queries import CaseCard
from kept.records.ledger import anchors, queries
from kept.records.ledger.anchors import Anchor, BrokenAnchors
from kept.records.ledger.services import give_proof
from kept.web.common.access import DESK, DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.fact_pages import case_link
from kept.web.hotline.pages.proof import ProofPage
from kept.web.hotline.views.case import card_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def proof(request: DeskRequest, number: str) -> HttpResponse:
    """Say what vouches for a case; give its proof as a file."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    kept = _anchors()
    if request.method == "POST":
        refuse_unknown(request.POST, ())
        stream = f"case:{card.number}"
        text = give_proof(stream=stream, anchors=kept or [], by=request.user, at=reader.now)
        return _file(text, _name(card))
    page = _page(card, kept, reader)
    return render(request, "hotline/proof.html", {"page": page})


def _anchors() -> list[Anchor] | None:
    """Return the anchors; None if their file was changed, which `kept doctor` says as well."""
    try:
        return anchors.read(settings.ANCHORS)
    except BrokenAnchors:
        return None


def _name(card: CaseCard) -> str:
    return f"{card.number}.proof.jsonl"


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(card: CaseCard, kept: list[Anchor] | None, reader: Reader) -> ProofPage:
    stream = f"case:{card.number}"
    entries, head = queries.head_of(stream)
    naming = [
        (stand.seq, anchor.at)
        for anchor in kept or ()
        for stand in anchor.stands
        if stand.stream == stream
    ]
    seq, at = naming[-1] if naming else (0, None)
    return ProofPage(
        now=reader.now,
        case=case_link(card),
        file_name=_name(card),
        entries=entries,
        head=head,
        anchored=seq,
        anchored_at=at,
        root=kept[-1].root if kept and seq else "",
        has_broken_anchors=kept is None,
    )
