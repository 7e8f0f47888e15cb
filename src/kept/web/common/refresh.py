"""The cheap question of a page that stays open: is there anything new?"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse

WAIT = "Kept-Wait"  # there is nothing yet; our web server asks again as soon as there may be


def version_answer(request: HttpRequest, version: str, *, now: datetime) -> HttpResponse:
    """Return 204 if the page that asks has this version already, else 200 with the new one.

    The page says what it has as `?have=`. Either way it learns the server's time, so that its
    clocks count right.
    """
    is_known = request.GET.get("have") == version
    response = HttpResponse(status=204 if is_known else 200, content_type="text/plain")
    response["Kept-Version"] = version
    response["Kept-Now"] = str(int(now.timestamp() * 1000))
    return response
