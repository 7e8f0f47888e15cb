"""Who may have an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kept.web.common.sign_in import KnownBrowsers


class AccountAdapter(KnownBrowsers):
    """Accounts are made by an administrator; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return a password link: at our own address, whatever host the request was sent to."""
        uid, _, secret = key.partition("-")
        page = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret})
        return f"{settings.SITE_URL}{page}"
