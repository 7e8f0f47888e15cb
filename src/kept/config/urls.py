"""Every address: each person's folder under web/ brings its own."""

from __future__ import annotations

from allauth.account.urls import urlpatterns as account_pages
from django.urls import URLPattern, URLResolver, include, path

from kept.config.applications import has_module, ours
from kept.config.health import health

# An administrator decides about addresses, and each change is in the ledger: nobody adds an address
# on a page of allauth's, where sign-in and password links would follow it.
CLOSED = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",  # nobody is sent codes
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("accounts/", include([page for page in account_pages if page.name not in CLOSED])),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    *(path("", include(f"{app}.urls")) for app in ours("web") if has_module(f"{app}.urls")),
]

handler400 = "kept.config.errors.bad_request"
handler403 = "kept.config.errors.permission_denied"
handler404 = "kept.config.errors.page_not_found"
handler500 = "kept.config.errors.server_error"
