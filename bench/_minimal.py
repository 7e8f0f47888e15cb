"""A minimal Django view that writes the rows of a logged request, and knows nothing else.

No sign-in, no form, no policy: it copies the rows that Kept wrote for one request, through Django's
models, in one transaction.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import django
from django.http import HttpRequest, HttpResponse
from django.urls import path

TABLES = ("cases_casewords", "cases_casefact", "cases_clock", "ledger_head", "ledger_entry")


@cache
def template() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the first case, by table."""
    from kept.records.cases.models import Case, CaseFact, CaseWords, Clock
    from kept.records.ledger.models import Entry, Head

    case = Case.objects.order_by("pk")[0]
    of_case = {"case_id": case.pk}
    found = {
        "case": Case.objects.filter(pk=case.pk),
        "words": CaseWords.objects.filter(**of_case),
        "facts": CaseFact.objects.filter(**of_case),
        "clocks": Clock.objects.filter(**of_case),
        "heads": Head.objects.filter(stream=case.stream),
        "entries": Entry.objects.filter(stream=case.stream),
    }
    made = {"id", "number", "queue_at", "change"}
    return {
        name: [{k: v for k, v in row.items() if k not in made} for row in rows.values()]
        for name, rows in found.items()
    }


def log(request: HttpRequest) -> HttpResponse:
    """Write the rows once more, under the key that was sent."""
    from django.db import transaction

    from kept.records.cases.models import Case, CaseFact, CaseWords, Clock
    from kept.records.ledger.models import Entry, Head

    rows, key = template(), request.POST["key"]
    with transaction.atomic():
        told = rows["case"][0] | {"key": key, "description": request.POST["description"]}
        case = Case.objects.create(**told)
        of_case = {"case_id": case.pk}
        CaseWords.objects.create(**rows["words"][0] | of_case)
        CaseFact.objects.bulk_create([CaseFact(**row | of_case) for row in rows["facts"]])
        Clock.objects.bulk_create([Clock(**row | of_case) for row in rows["clocks"]])
        Head.objects.create(**rows["heads"][0] | {"stream": case.stream})
        Entry.objects.bulk_create([Entry(**r | {"stream": case.stream}) for r in rows["entries"]])
    return HttpResponse(status=302, headers={"Location": f"/cases/{case.number}/"})


urlpatterns = [path("log/", log)]


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer a request (WSGI)."""
    return _handler()(environ, start_response)


@cache
def _handler() -> Any:
    os.environ["DJANGO_SETTINGS_MODULE"] = "_minimal_settings"
    django.setup(set_prefix=False)
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()
