"""Where other programs tell of machines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec, TypeAlias, cast

import structlog
from allauth.core import ratelimit
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kept.records.alerts.models import Integration, Scope
from kept.records.alerts.queries import integration_of, told_alert
from kept.records.alerts.services import Received, receive_alert
from kept.records.alerts.services.receiving import SOURCE
from kept.records.cases.services import KeyReused
from kept.records.ledger.actor import acting_from
from kept.records.refusal import Refused
from kept.web.api.alert_body import read_alert
from kept.web.api.description import LONGEST_KEY, description
from kept.web.api.problems import Kind, Problem

log = structlog.get_logger(__name__)

MINUTE: Final = 60  # seconds after which one may try again
SOON: Final = 5
More = ParamSpec("More")
Answering: TypeAlias = Callable[Concatenate[HttpRequest, Integration, More], HttpResponse]
View: TypeAlias = Callable[Concatenate[HttpRequest, More], HttpResponse]


def with_token(scope: Scope) -> Callable[[Answering[More]], View[More]]:
    """Let in who has a token for this; every answer is JSON, a refusal is problem details."""

    def guarded(answering: Answering[More]) -> View[More]:
        @wraps(answering)
        def view(request: HttpRequest, *args: More.args, **kwargs: More.kwargs) -> HttpResponse:
            try:
                with translation.override("en"):  # who looks after the other program reads it
                    return answering(request, _let_in(request, scope), *args, **kwargs)
            except Problem as problem:
                log.info("refused", problem=problem.kind.key, detail=problem.detail)
                return problem.answer()
            except DatabaseError as error:
                log.error("an alert could not be noted", error=str(error).strip())
                return Problem(Kind.AWAY, "Try again in a few seconds.", retry_after=SOON).answer()
            except Exception:
                log.exception("an alert could not be noted")
                return Problem(Kind.BROKEN, "It was not your mistake. It is in our log.").answer()

        return cast(View[More], view)

    return guarded


# No browser sends these with anybody's session: the token in the header is the proof.
@csrf_exempt
@require_POST
@with_token(Scope.TELL)
def tell(request: HttpRequest, integration: Integration) -> HttpResponse:
    """Take down an alert; told again under its key it is answered as it was."""
    key = _key(request)
    told = read_alert(request)
    _slow_down(request, f"{integration.pk}/{told.code or told.serial.upper()}", "machine_alerts")
    try:
        with acting_from(SOURCE):
            received = receive_alert(
                integration=integration, told=told, key=key, now=timezone.now()
            )
    except KeyReused:
        raise Problem(
            Kind.KEY_REUSED, "Another alert was told under this key. Use a new key for each alert."
        ) from None
    except Refused as refused:
        raise Problem(Kind.REFUSED, str(refused)) from None
    log.info("alert", integration=integration.name, case=received.case_number)
    return JsonResponse(_as_json(received), status=HTTPStatus.CREATED)


@csrf_exempt
@require_safe
@with_token(Scope.READ)
def became(request: HttpRequest, integration: Integration, alert: int) -> HttpResponse:
    """Say what became of an alert, to who told it."""
    found = told_alert(integration, alert)
    if found is None:
        raise Problem(Kind.NOT_FOUND, "This integration has told no such alert.")
    return JsonResponse(_as_json(found.received) | {"case_state": found.case_state})


@require_safe
def describe(request: HttpRequest) -> HttpResponse:
    """Return the description of the interface."""
    return JsonResponse(description(settings.SITE_URL))


def _let_in(request: HttpRequest, scope: Scope) -> Integration:
    """Return whose token it is. Raises Problem."""
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    wanted = token.strip() if scheme.lower() == "bearer" else ""
    integration = integration_of(wanted, now=timezone.now())
    if integration is None:
        _slow_down(request, None, "integration")
        log.warning("a wrong token", address=request.META.get("REMOTE_ADDR"))
        raise Problem(Kind.NO_TOKEN, "Send the header “Authorization: Bearer” and your token.")
    if scope not in integration.may:
        raise Problem(Kind.NOT_ALLOWED, f"This token is not for “{scope.value}”.")
    _slow_down(request, str(integration.pk), "alerts")
    return integration


def _slow_down(request: HttpRequest, key: str | None, action: str) -> None:
    if not ratelimit.consume(request, action=action, key=key):
        raise Problem(Kind.TOO_MANY, "Wait a minute, then send it again.", retry_after=MINUTE)


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise Problem(
            Kind.NO_KEY,
            f"Send the header “Idempotency-Key”: up to {LONGEST_KEY} characters, another one for "
            "each alert.",
        )
    return key


def _as_json(received: Received) -> dict[str, Any]:
    return {
        "id": received.alert_id,
        "case": received.case_number,
        "outcome": "opened" if received.opened else "added",
        "received_at": _moment(received.received_at),
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
