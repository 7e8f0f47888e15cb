"""What the forms about work have in common."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from allauth.core.ratelimit import consume
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.cases.queries import CaseCard
from kept.records.files.limits import check_size
from kept.records.files.queries import attachment_lines
from kept.records.files.services import NewFile, attach_file
from kept.records.people import queries as people
from kept.records.people.models import Person
from kept.records.prices.queries import currencies
from kept.records.refusal import Refused
from kept.records.work.models import WorkKind
from kept.records.work.services import NewEntry
from kept.records.work.services.recording import FOR_OTHERS
from kept.web.common.access import RECORDERS, DeskRequest, may
from kept.web.common.pressing import pressed
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import capital
from kept.web.engineer import pages
from kept.web.engineer.forms.entries import About, EntryForm

SOURCE = "web:work"


class TooManyFiles(Refused):
    """One address sends so many files in a minute."""

    sentence = gettext_lazy("Too many files in a short time. Please wait a minute.")


def about_of(
    card: CaseCard, viewer: Person, reader: Reader, *, person_id: int = 0, corrects: bool = False
) -> About:
    """Return what a form needs to know of a case, for who fills it in."""
    speaker = reader.speaker(card.policy)
    files = attachment_lines(card.pk, viewer=viewer)
    return About(
        case_id=card.pk,
        person_id=person_id or viewer.pk,
        components=[(key, capital(speaker.component(key))) for key in card.policy.components],
        people=_people() if may(viewer, *FOR_OTHERS) else (),
        is_correction=corrects,
        receipts=[(str(file.pk), file.name) for file in files if file.withdrawn_at is None],
        currencies=currencies(),
    )


def keep_receipt(
    request: DeskRequest, card: CaseCard, form: EntryForm, entry: NewEntry, reader: Reader
) -> NewEntry:
    """Add the receipt that came with the form to the case; return the entry with it.

    Raises what adding a file raises, and TooManyFiles.
    """
    for sent in form.cleaned_data.get("photo") or ():
        if not consume(request, action="upload"):
            raise TooManyFiles
        check_size(sent.name or "", sent.size or 0)
        file = NewFile(
            name=sent.name or "",
            content=sent.read(),
            note=form.cleaned_data["text"],
            for_customer=False,
            source=SOURCE,
        )
        about = f"receipt {file.name} {hashlib.sha256(file.content).hexdigest()}"
        key = pressed(form.cleaned_data["key"], about, by=request.user)
        added = attach_file(case_id=card.pk, file=file, by=request.user, now=reader.now, key=key)
        entry = replace(entry, receipt_id=added.attachment_id)
    return entry


def form_page(request: DeskRequest, page: pages.FormPage) -> HttpResponse:
    """Answer with a form; with 422 if what was sent cannot be taken."""
    status = 422 if page.form.is_bound else 200
    return render(request, "engineer/form.html", {"page": page}, status=status)


def title_of(kind: WorkKind) -> str:
    """Return what is written down, as a heading."""
    return {
        WorkKind.TIME: _("Write down time"),
        WorkKind.TRAVEL: _("Write down travel"),
        WorkKind.EXPENSE: _("Write down an expense"),
    }[kind]


def _people() -> list[tuple[str, str]]:
    """Return those who work on cases."""
    found = people.people()
    return [(str(one.pk), one.name) for one in found if set(RECORDERS) & set(one.roles)]
