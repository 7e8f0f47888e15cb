"""Pages that a link opens for somebody without an account: their language, and who may not act."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager, nullcontext
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kept.records.people.models import Person, Role
from kept.web.common.languages import tag

LONGEST_SECRET: Final = 64  # of the links there are; longer ones are not even looked for


def speaking(request: HttpRequest, language: str) -> AbstractContextManager[None]:
    """Speak the contact's language, unless this browser or account has chosen another one."""
    is_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or isinstance(request.user, Person)
    return nullcontext() if is_chosen else translation.override(language)


def told_in_language(response: HttpResponse) -> HttpResponse:
    """Return the answer with the language that is spoken now, which the middleware cannot know."""
    response["Content-Language"] = tag(translation.get_language())
    return response


def is_ours(request: HttpRequest) -> bool:
    """Say whether one of us looks at it: they see it, and cannot act for the customer."""
    person = request.user
    return isinstance(person, Person) and not set(person.roles) <= {Role.CUSTOMER}


def key_of(secret: str, key: str) -> str:
    """Return by what one press of a form is told from others, whatever a browser sends as key.

    The link goes into it: two customers whose forms say the same key are two presses.
    """
    return hashlib.sha256(f"{secret} {key}".encode()).hexdigest()[:40]
