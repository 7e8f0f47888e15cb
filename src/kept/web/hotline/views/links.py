"""A link by which the customer signs: send one, read its code out, end it."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.records.cases.queries import CaseCard
from kept.records.documents import queries
from kept.records.documents.models import CodeBy
from kept.records.documents.queries import DocumentCard, VersionLine
from kept.records.documents.services import revoke_link, send_link
from kept.records.refusal import Refused
from kept.web.common.access import RECORDERS, DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.documents import build_paper
from kept.web.hotline.building.fact_pages import case_link
from kept.web.hotline.building.links import build_link, link_url
from kept.web.hotline.forms.signing import LinkForm
from kept.web.hotline.pages.documents import LinkPage
from kept.web.hotline.views.documents import paper_or_404
from kept.web.hotline.views.signing import version_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*RECORDERS)
def paper_link(request: DeskRequest, number: str, paper: str, version: int) -> HttpResponse:
    """Show the link that was sent for a version, and send one."""
    reader = Reader(timezone.now())
    card, document = paper_or_404(request, number, paper, reader)
    found = version_or_404(document, version)
    known = queries.who_can_be_told(card.pk)
    first = str(known[0].contact_id) if known else ""
    initial = {"key": new_key(), "code_by": CodeBy.PHONE.value, "contact": first}
    form = LinkForm(request.POST or None, initial=initial, known=known)
    if request.method == "POST" and form.is_valid() and _sent(request, form, found, reader):
        return redirect(link_url(card, document, found))
    return _page(request, card, document, found, form if known else None, reader)


def _sent(request: DeskRequest, form: LinkForm, version: VersionLine, reader: Reader) -> bool:
    said = form.cleaned_data
    try:
        send_link(
            version_id=version.pk,
            contact_id=said["contact"],
            code_by=CodeBy(said["code_by"]),
            by=request.user,
            at=reader.now,
            key=pressed(said["key"], "link", by=request.user),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The link goes out by mail."))
    return True


def _page(
    request: DeskRequest,
    card: CaseCard,
    document: DocumentCard,
    version: VersionLine,
    form: Form | None,
    reader: Reader,
) -> HttpResponse:
    shown = build_paper(document, card, reader)
    link = queries.link_of_version(version.pk, at=reader.now)
    page = LinkPage(
        now=reader.now,
        case=case_link(card),
        paper=shown,
        version=next(one for one in shown.versions if one.number == version.number),
        link=build_link(link, card, document, version, reader) if link else None,
        form=form,
    )
    status = 422 if form is not None and form.errors else 200
    return render(request, "hotline/paper_link.html", {"page": page}, status=status)


@require_POST
@for_roles(*RECORDERS)
def paper_link_end(request: DeskRequest, number: str, paper: str, version: int) -> HttpResponse:
    """End the link that was sent for a version."""
    reader = Reader(timezone.now())
    refuse_unknown(request.POST, ())
    card, document = paper_or_404(request, number, paper, reader)
    found = version_or_404(document, version)
    link = queries.link_of_version(found.pk, at=reader.now)
    if link is not None:
        revoke_link(link_id=link.pk, by=request.user, at=reader.now)
        messages.success(request, _("The link is ended."))
    return redirect(link_url(card, document, found))
