"""Each person's language and time zone, for the whole request."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from kept.web.common.preferences import of_request

Answer = Callable[[HttpRequest], HttpResponseBase]


class PersonalSettings:
    """The language a person chose wins over what the browser asks for; the zone likewise.

    Stands after the middleware that finds the person. Who is not signed in keeps the language of
    the cookie or the browser, and the zone of the house.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = of_request(request)
        if chosen.language:
            translation.activate(chosen.language)
            request.LANGUAGE_CODE = chosen.language
        zone = ZoneInfo(chosen.time_zone) if chosen.time_zone else None
        with timezone.override(zone) if zone else nullcontext():
            return self.answer(request)
