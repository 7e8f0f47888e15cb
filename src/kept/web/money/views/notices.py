"""Where the payment provider tells us that money came."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kept.records.payments.ours import our_provider
from kept.records.payments.provider import NotSigned
from kept.records.payments.services import NotOurs, take_notification
from kept.records.refusal import Refused

log = structlog.get_logger(__name__)


# No browser sends these with anybody's session: the signature is the proof.
@csrf_exempt
@require_POST
def notify(request: HttpRequest) -> HttpResponse:
    """Take in a signed message; one that comes again is answered as the first was."""
    provider = our_provider()
    if provider is None:
        return HttpResponse(status=404)
    now = timezone.now()
    try:
        signature = request.headers.get("Kept-Signature", "")[:200]
        captured = provider.read(body=request.body, signature=signature, now=now)
        payment = take_notification(captured=captured, now=now)
    except NotSigned:
        log.warning("a payment message without a signature of today")
        return HttpResponse(status=403)
    except NotOurs:
        return HttpResponse(status=404)
    except Refused as refused:
        log.error("a payment could not be recorded", problem=str(refused))
        return HttpResponse(status=409)
    log.info("payment taken in", payment=payment)
    return HttpResponse(status=204)
