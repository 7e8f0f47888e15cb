"""Signing in: our words on allauth's form, and strangers' guesses that lock nobody out."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Final

from allauth.account import forms as account_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.people.models import Person
from kept.records.people.services import PasswordChanged, choose_password
from kept.web.common.who import person_of, whose

YEAR: Final = 365 * 24 * 60 * 60  # seconds
SALT: Final = "kept.web.common.sign_in.browser"
MOST_NAMES: Final = 8  # people who share one browser
LONGEST_PASSWORD: Final = 1024  # bytes; more is refused before it costs a hash


class NotTooLong:
    """A password validator: what is longer than anyone types is an attack on the hash."""

    def validate(self, password: str, user: object = None) -> None:  # Django's way
        """Raise ValidationError if the password has too many bytes."""
        if len(password.encode()) > LONGEST_PASSWORD:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Say the limit."""
        return _("This password is too long: %(most)d bytes at most.") % {"most": LONGEST_PASSWORD}


class LoginForm(account_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """allauth's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = gettext_lazy("User name or e-mail")
        self.fields["login"].widget.attrs = {"autocomplete": "username webauthn", "autofocus": True}
        self.fields["login"].max_length = 254
        self.fields["password"].validators.append(NotTooLong().validate)
        self.fields["password"].help_text = ""
        self.fields["remember"].label = gettext_lazy("Stay signed in on this device")


class ResetForm(account_forms.ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Asking for a password link. It goes to the address on record, never to the one typed."""

    def clean_email(self) -> str:
        """Return the address on record; for nobody, the one typed."""
        typed = str(self.cleaned_data["email"])
        person = person_of(typed)
        self.users = [person] if person and person.is_active and person.email else []
        return self.users[0].email if self.users else typed


class LinkForm(account_forms.UserTokenForm):  # type: ignore[misc]  # allauth has no types
    """A password link; it works no longer for someone who may no longer sign in."""

    def _get_user(self, uidb36: str) -> Person | None:
        person: Person | None = super()._get_user(uidb36)
        return person if person and person.is_active else None


class KnownBrowsers(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """A browser that signed in before has its own count of failures.

    So a stranger who guesses somebody's password uses up the strangers' count for that name, and
    the person still gets in from the usual browser. It gives no access: only a count.
    """

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Not by the name as typed, nor by the host as asked: both have many spellings.
        key = whose(credentials.get("username") or credentials.get("email") or "")
        browser, names = known_of(request)
        return f"{key}:{browser}" if fingerprint(key) in names else key

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Keep the password that a person chose, if the right to choose it still holds."""
        proof = user.password
        try:
            kept = choose_password(
                person_id=user.pk, password=password, instead_of=proof, at=timezone.now()
            )
        except PasswordChanged:
            # Of two who use a link at the same instant the other was first: show that it is used.
            raise ImmediateHttpResponse(redirect(self.request.path)) from None
        user.password = kept.password

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        """Let the browser keep that this name signed in here."""
        response: HttpResponse = super().post_login(request, user, **more)
        if name := request.POST.get("login", ""):
            remember(request, response, whose(name))
        return response


def known_of(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the browser's own number and the names that signed in from it; new if unknown."""
    try:
        kept = signing.loads(request.COOKIES.get(cookie(), ""), salt=SALT, max_age=YEAR)
        return str(kept["browser"]), [str(name) for name in kept["names"]]
    except (signing.BadSignature, KeyError, TypeError):
        return secrets.token_urlsafe(16), []


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Add an account to what the browser keeps; the oldest goes when there are too many."""
    browser, names = known_of(request)
    mine = fingerprint(account)
    kept = [other for other in names if other != mine][-MOST_NAMES + 1 :]
    response.set_cookie(
        cookie(),
        signing.dumps({"browser": browser, "names": [*kept, mine]}, salt=SALT),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def fingerprint(account: str) -> str:
    """Return what stands for an account in the cookie, so that it tells no names."""
    return hashlib.sha256(account.encode()).hexdigest()[:16]


def cookie() -> str:
    """Return the cookie's name; with https only this very host can set it."""
    return "__Host-kept-browser" if settings.SESSION_COOKIE_SECURE else "kept-browser"
