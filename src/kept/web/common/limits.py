"""How often something may be asked by one address, whether it is looked at or sent."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def may_look(request: HttpRequest, *, action: str, key: str = "") -> bool:
    """Count one more look; say whether it is still within the limits of the settings.

    The public door of allauth counts only what is sent. Here guesses and costly pages count too.
    """
    found = ratelimit.consume(
        request, app="allauth.account", action=action, key=key or None, limit_get=True
    )
    return found is not None
