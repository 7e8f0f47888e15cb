"""Is Kept well? One word, for what watches machines; it names nothing of the inside."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.config.doctor import database, work
from kept.config.doctor.examination import look
from kept.config.doctor.finding import Patient, Verdict

ASKED = (database.reachable, work.heartbeat, work.deadlines)
WELL = (Verdict.GOOD, Verdict.WARNING)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Return 200 while pages and workers do their work, else 503."""
    patient = Patient(settings.PLACES, is_embedded=False, is_running=True, now=timezone.now())
    if all(look(check, patient).verdict in WELL for check in ASKED):
        return HttpResponse("well\n", content_type="text/plain")
    return HttpResponse("not well\n", content_type="text/plain", status=503)
