"""Answering with a page of pairs and tables, or with a form."""

from __future__ import annotations

from django.forms import CharField, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kept.web.money.pages.sheets import FormSheet, Sheet


def show(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Answer with a page."""
    return render(request, "money/paying_sheet.html", {"page": sheet})


def show_form(request: HttpRequest, page: FormSheet, form: Form) -> HttpResponse:
    """Answer with a form, the focus on what is typed first; with 422 if it cannot be taken."""
    status = 422 if form.is_bound else 200
    typed = [one.field.widget for one in form.visible_fields() if isinstance(one.field, CharField)]
    if typed and not form.is_bound:
        typed[0].attrs["autofocus"] = True
    context = {"page": page, "form": form}
    return render(request, "money/paying_form.html", context, status=status)
