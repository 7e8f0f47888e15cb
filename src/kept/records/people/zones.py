"""Time zones by name."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused


class UnknownTimeZone(Refused):
    """No time zone has this name."""

    sentence = _("There is no time zone “%(name)s”. Give one such as Asia/Shanghai.")


def known_zone(name: str) -> str:
    """Return the name of a time zone of the IANA list; raise UnknownTimeZone for another."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownTimeZone(name=name) from error
    return name
