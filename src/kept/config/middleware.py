"""What every request passes, whoever answers it."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from kept.config import errors, security

Answer = Callable[[HttpRequest], HttpResponseBase]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class RequestNumber:
    """Gives each request a number that its log lines, its answer and an error page share."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = secrets.token_hex(6)
        request.META["kept.request_number"] = number
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.answer(request)
        response["X-Request-Id"] = number
        return response


class FixedHeaders:
    """Adds the headers Django has no setting for; what is private is stored nowhere."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        for name, value in security.FIXED_HEADERS.items():
            response.setdefault(name, value)
        response.setdefault("Cache-Control", "no-store, private")
        return response


class FewMethods:
    """Takes only the methods that our pages speak; whoever asks in another is told which.

    Without it a page of a library may take PUT for POST, or have a DELETE of its own.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.answer(request)


class NotTooLarge:
    """Says of a request that was too long to be read that it was: its form would look empty."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:20]) > settings.LARGEST_REQUEST:
            return errors.too_large(request, megabytes=settings.LARGEST_REQUEST // 1_000_000)
        return self.answer(request)


class PlainAddresses:
    """Refuses an address with a NUL in it, which no database can be asked for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("NUL in the address")
        return self.answer(request)
