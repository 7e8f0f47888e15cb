"""How the interface says no: problem details (RFC 9457), one kind and one sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from http import HTTPStatus
from typing import Final

from django.http import HttpResponse, JsonResponse

MEDIA_TYPE: Final = "application/problem+json"


class Kind(Enum):
    """Every kind of problem, with the status it is answered with and what it is called."""

    NO_TOKEN = ("no-token", HTTPStatus.UNAUTHORIZED, "The token is missing, wrong or has ended")
    NOT_ALLOWED = ("not-allowed", HTTPStatus.FORBIDDEN, "The token is for something else")
    NOT_FOUND = ("not-found", HTTPStatus.NOT_FOUND, "There is nothing here")
    NO_KEY = ("no-idempotency-key", HTTPStatus.BAD_REQUEST, "The Idempotency-Key is missing")
    UNREADABLE = ("unreadable", HTTPStatus.BAD_REQUEST, "The body is no JSON object")
    TOO_LARGE = ("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large")
    NOT_VALID = ("not-valid", HTTPStatus.UNPROCESSABLE_ENTITY, "Something in the body is wrong")
    KEY_REUSED = ("key-reused", HTTPStatus.UNPROCESSABLE_ENTITY, "The key stands for another alert")
    REFUSED = ("refused", HTTPStatus.UNPROCESSABLE_ENTITY, "This cannot be taken")
    TOO_MANY = ("too-many", HTTPStatus.TOO_MANY_REQUESTS, "Too many at once")
    AWAY = ("away", HTTPStatus.SERVICE_UNAVAILABLE, "Not available just now")
    BROKEN = ("broken", HTTPStatus.INTERNAL_SERVER_ERROR, "Something is wrong inside Kept")

    def __init__(self, key: str, status: HTTPStatus, title: str) -> None:
        self.key, self.status, self.title = key, status, title


class Problem(Exception):
    """A request that is answered with no.

    `errors` are pairs of a JSON pointer and a sentence. `retry_after` in seconds; 0: asking again
    does not help.
    """

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        errors: Sequence[tuple[str, str]] = (),
        retry_after: int = 0,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.errors = kind, detail, errors
        self.retry_after = retry_after

    def answer(self) -> HttpResponse:
        """Return it as problem details."""
        told: dict[str, object] = {
            "type": f"urn:kept:problem:{self.kind.key}",
            "title": self.kind.title,
            "status": int(self.kind.status),
            "detail": self.detail,
        }
        if self.errors:
            told["errors"] = [{"pointer": at, "detail": why} for at, why in self.errors]
        response = JsonResponse(told, status=self.kind.status, content_type=MEDIA_TYPE)
        if self.retry_after:
            response["Retry-After"] = str(self.retry_after)
        if self.kind is Kind.NO_TOKEN:
            response["WWW-Authenticate"] = "Bearer"
        return response
