"""Labels of a return: made, shown with their code, printed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.returns.queries import RmaCard
from kept.records.transit.labels import Paper, print_return_label
from kept.records.transit.models import Way
from kept.records.transit.queries import label_secret
from kept.records.transit.services import label_return
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.labels import build_label, give_label, parcel_url, show_label
from kept.web.depot.reading import READERS, WORKERS, rma_or_404
from kept.web.depot.words import label_again


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WORKERS)
def label(request: DeskRequest, rma: str, way: str) -> HttpResponse:
    """Show the label of what goes next, to be printed; make it when it is wanted.

    Or that of a parcel that was labelled before, to be printed again.
    """
    (card, which), now = _wanted(request, rma, way), timezone.now()
    again = _again(request)
    secret = label_secret(card.pk, which, at=now, number=again)
    if again is not None and not secret:
        raise Http404
    query = "" if again is None else f"?parcel={again}"

    def pdf(paper: Paper) -> str:
        return reverse("depot:label_pdf", args=[rma, way, paper.value]) + query

    return show_label(
        request,
        make=lambda: label_return(rma_id=card.pk, way=which, by=request.user, now=now),
        page=lambda: build_label(
            title=_title(which, again),
            number=card.number,
            back=reverse("depot:rma", args=[rma]),
            secret=secret,
            pdf=pdf,
        ),
    )


@require_safe
@for_roles(*READERS)
def label_pdf(request: DeskRequest, rma: str, way: str, size: str) -> HttpResponse:
    """Give a label that was made as PDF."""
    (card, which), at = _wanted(request, rma, way), timezone.now()
    return give_label(
        size,
        f"{card.number}-{way}",
        printed=lambda paper: print_return_label(
            rma_id=card.pk,
            way=which,
            paper=paper,
            url=parcel_url,
            at=at,
            number=_again(request),
        ),
    )


def _title(way: Way, again: int | None) -> str:
    if again is not None:
        return label_again(again)
    return _("Label back") if way is Way.BACK else _("Label for the customer")


def _again(request: DeskRequest) -> int | None:
    """Return the number of the parcel whose label is printed again; None for what goes next."""
    text = request.GET.get("parcel", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _wanted(request: DeskRequest, rma: str, way: str) -> tuple[RmaCard, Way]:
    card = rma_or_404(request, rma)
    which = next((one for one in (Way.IN, Way.BACK) if one.value == way), None)
    if which is None or not card.standing.is_approved:
        raise Http404
    return card, which
