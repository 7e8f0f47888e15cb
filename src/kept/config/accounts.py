"""Who may have an account."""

from __future__ import annotations

from django.http import HttpRequest

from kept.web.common.sign_in import KnownBrowsers


class AccountAdapter(KnownBrowsers):
    """Accounts are made by an administrator; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no."""
        return False
