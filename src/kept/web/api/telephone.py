"""Where telephone exchanges tell of calls, in the words of Zammad's generic CTI protocol."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import structlog
from allauth.core import ratelimit
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kept.records.ledger.actor import acting_from
from kept.records.refusal import Refused
from kept.records.telephone.models import Exchange
from kept.records.telephone.queries import exchange_of
from kept.records.telephone.services import TooMany, receive_event
from kept.web.api.events import LARGEST, Unreadable, read_event

log = structlog.get_logger(__name__)

SOON: Final = "5"  # seconds after which an exchange may tell it again


# No browser sends this with anybody's session: the secret in the address is the proof.
@csrf_exempt
@require_POST
def event(request: HttpRequest, token: str) -> HttpResponse:
    """Take down what an exchange tells; the answer is an empty object, as the protocol has it."""
    try:
        with translation.override("en"):  # an administrator reads it in the exchange's log
            return unlogged(_answer(request, token))
    except DatabaseError as error:
        log.error("a call could not be noted", error=str(error).strip())
        answer = _say(HTTPStatus.SERVICE_UNAVAILABLE, "Try again in a few seconds.")
        answer["Retry-After"] = SOON
        return unlogged(answer)
    except Exception:
        log.exception("a call could not be noted")
        return unlogged(_say(HTTPStatus.INTERNAL_SERVER_ERROR, "Something is wrong inside Kept."))


def unlogged(answer: HttpResponse) -> HttpResponse:
    """Keep Django from writing the address of a refused request, and its secret, into the log."""
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    exchange = exchange_of(token)
    if exchange is None:
        return _stranger(request)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        return _say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{LARGEST} bytes at most.")
    return _take(request, exchange)


def _stranger(request: HttpRequest) -> HttpResponse:
    """Say that the secret is wrong; to who guesses on, only to come back later."""
    if not ratelimit.consume(request, action="telephone"):
        answer = _say(HTTPStatus.TOO_MANY_REQUESTS, "Too many wrong tokens. Try again later.")
        answer["Retry-After"] = "60"
        return answer
    log.warning("a telephone exchange with a wrong token", address=request.META.get("REMOTE_ADDR"))
    return _say(HTTPStatus.UNAUTHORIZED, "Invalid token, please ask the administrator.")


def _take(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    try:
        told = read_event(request)
        with acting_from("api:telephone"):
            received = receive_event(exchange=exchange, told=told, now=timezone.now())
    except Unreadable as error:
        return _refused(exchange, str(error))
    except TooMany as refused:
        answer = _say(HTTPStatus.TOO_MANY_REQUESTS, str(refused))
        answer["Retry-After"] = SOON
        return answer
    except Refused as refused:
        return _refused(exchange, str(refused))
    log.info(
        "call",
        exchange=exchange.name,
        told=told.kind.value,
        number=received.call_id,
        repeated=received.repeated,
    )
    return JsonResponse({})


def _refused(exchange: Exchange, why: str) -> HttpResponse:
    log.warning("a call was told in words nobody understands", exchange=exchange.name, why=why)
    return _say(HTTPStatus.UNPROCESSABLE_ENTITY, why)


def _say(status: HTTPStatus, sentence: str) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)
