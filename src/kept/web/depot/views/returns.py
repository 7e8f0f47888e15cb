"""Returns: the board, a return, its label, those of a case."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.records.returns.queries import BoardFilter, board_version, rma_version
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.common.refresh import version_answer
from kept.web.depot.building.board import build_board
from kept.web.depot.building.of_case import build_of_case
from kept.web.depot.building.rma import build_rma
from kept.web.depot.reading import READERS, case_or_404, rma_or_404


@require_safe
@for_roles(*READERS)
def board(request: DeskRequest) -> HttpResponse:
    """Show the returns by where they stand, what runs out first on top."""
    reader, show = Reader(timezone.now()), request.GET.get("show", "")
    page = build_board(_asked(request), show, viewer=request.user, reader=reader)
    return render(request, "depot/board.html", {"page": page})


@require_safe
@for_roles(*READERS)
def board_news(request: DeskRequest) -> HttpResponse:
    """Say whether anything on the board changed since it was opened."""
    wanted = BoardFilter(text=_asked(request), over=request.GET.get("show", "") == "over")
    version = board_version(wanted, viewer=request.user)
    return version_answer(request, version, now=timezone.now())


def _asked(request: DeskRequest) -> str:
    return request.GET.get("q", "")[:100].replace("\x00", "")


@require_safe
@for_roles(*READERS)
def rma(request: DeskRequest, rma: str) -> HttpResponse:
    """Show a return: where it stands, its pieces, its clock, who pays, what happened."""
    reader = Reader(timezone.now())
    card = rma_or_404(request, rma)
    case = case_or_404(request, card.case_number, reader)
    page = build_rma(card, case, version=str(case.change), viewer=request.user, reader=reader)
    return render(request, "depot/rma.html", {"page": page})


@require_safe
@for_roles(*READERS)
def version(request: DeskRequest, rma: str) -> HttpResponse:
    """Say whether a return changed since a page was opened."""
    change = rma_version(rma, viewer=request.user)
    if change is None:
        raise Http404
    return version_answer(request, change, now=timezone.now())


@require_safe
@for_roles(*READERS)
def of_case(request: DeskRequest, number: str) -> HttpResponse:
    """Show the returns and loaners of a case."""
    reader = Reader(timezone.now())
    card = case_or_404(request, number, reader)
    page = build_of_case(card, viewer=request.user, reader=reader)
    return render(request, "depot/of_case.html", {"page": page})
