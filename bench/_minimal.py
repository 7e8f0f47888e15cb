"""A minimal Django view that writes what Kept writes for a logged request.

Sign-in, CSRF and a form as in any Django project, and Django's own models: one transaction, one
statement for each table. It asks for no policy, promises nothing and chains nothing; the rows are
those that Kept made for earlier requests.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from typing import Any

from _rows import LAST, MADE, REQUESTS, Row
from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from kept.records.cases.models import Case, CaseFact, CaseWords, Clock
from kept.records.ledger.models import Entry, Head


class RequestForm(forms.Form):
    """A request as it is told."""

    key = forms.CharField(max_length=60)
    caller = forms.CharField(required=False, max_length=200)
    channel = forms.ChoiceField(choices=[("telephone", "Telephone"), ("email", "E-mail")])
    case_type = forms.ChoiceField(choices=[("fault", "Fault"), ("question", "Question")])
    description = forms.CharField(max_length=4000)


@require_POST
@login_required
def log(request: HttpRequest) -> HttpResponse:
    form = RequestForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422)
    case = save(form.cleaned_data)
    return redirect(f"/cases/{case.pk}/")


@transaction.atomic
def save(said: dict[str, Any]) -> Case:
    row, others = next(requests())
    case = Case.objects.create(**row | said)
    of_case, of_stream = {"case_id": case.pk}, {"stream": f"minimal:{case.pk}"}
    for model, rows in others.items():
        own = of_case if "case_id" in rows[0] else of_stream
        model.objects.bulk_create([model(**row | own) for row in rows])
    return case


@cache
def requests() -> Iterator[tuple[Row, dict[type[Model], list[Row]]]]:
    """Return the rows of one request after the other, without end."""
    found = []
    for case in Case.objects.raw(LAST, [REQUESTS]):
        of_case = {model: model.objects.filter(case=case) for model in (CaseWords, CaseFact, Clock)}
        of_stream = {model: model.objects.filter(stream=case.stream) for model in (Head, Entry)}
        rows = {
            model: told
            for model, these in (of_case | of_stream).items()
            if (told := [_told(row) for row in these.values()])
        }
        found.append((_told(Case.objects.filter(pk=case.pk).values()[0]), rows))
    return itertools.cycle(found)


def _told(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in MADE}


urlpatterns = [path("log/", log)]
