"""Browsers of the test client, one for each person, with a form token that is right."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from django.utils.crypto import get_random_string

from kept.records.people.models import Person


def browser_of(person: Person | None, **more: Any) -> Client:
    """Return a browser in which a person has just signed in; it sends the right form tokens.

    `more` is what it sends with every request. Who may no longer sign in did so before.
    """
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    token = get_random_string(CSRF_SECRET_LENGTH)
    browser.cookies[settings.CSRF_COOKIE_NAME] = token
    browser.defaults |= {"HTTP_X_CSRFTOKEN": token, **more}
    if person is not None:
        _sign_in(browser, person)
    return browser


def _sign_in(browser: Client, person: Person) -> None:
    """Make a session as the sign-in page does, without its time for the password."""
    was = Person(password=person.password, access_stamp=person.access_stamp)
    if not person.is_active:
        was.access_stamp -= 1  # the session is from before the access was taken away
    browser.force_login(person)
    session = browser.session
    session[HASH_SESSION_KEY] = was.get_session_auth_hash()
    now = {"method": "password", "at": time.time(), "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [now]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
