"""What every template gets: `ui`, the frame of the page. It is made only when it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from kept.records.notices.queries import unread_count
from kept.records.people.models import Person, Role
from kept.web.common import clock_words, languages, navigation
from kept.web.common.access import DESK
from kept.web.common.navigation import NavLink
from kept.web.common.preferences import Preferences, of_request


@dataclass(frozen=True)
class Frame:
    """The page around what a view shows."""

    now: datetime
    language: str
    lang: str  # BCP 47
    languages: list[tuple[str, str, str]]  # code, tag, own name
    zone: str
    preferences: Preferences
    navigation: list[NavLink]
    search_url: str
    notices_url: str
    calls_url: str  # where calls under way are asked for; empty for who takes none
    person: Person | None

    @property
    def often(self) -> list[NavLink]:
        """Return what stands in the bar itself."""
        return [link for link in self.navigation if link.is_often]

    @property
    def rarely_here(self) -> str:
        """Return the name of this page, if it is one of those in the menu beside the bar."""
        here = (link.label for link in self.navigation if link.is_here and not link.is_often)
        return next(here, "")

    @property
    def unread(self) -> str:
        """Return how many notices wait for the person; empty without any."""
        number = unread_count(receiver=self.person) if self.person else 0
        return "" if not number else "99+" if number > 99 else str(number)

    @property
    def demo_logins(self) -> Sequence[object]:
        """Return the accounts of the demo company (username, password, what); else nothing."""
        if not settings.DEMO:
            return ()
        try:
            logins: Sequence[object] = import_string(settings.DEMO_LOGINS)
        except ImportError:
            return ()
        return logins

    @property
    def phrases(self) -> dict[str, str]:
        """Return the words of clocks for the browser."""
        return dict(clock_words.phrases())


def frame(request: HttpRequest) -> Frame:
    """Return the frame for the person who asks."""
    language = get_language() or "en"
    preferences, person = of_request(request), getattr(request, "user", None)
    works_here = bool(preferences.roles - {Role.CUSTOMER})
    return Frame(
        now=timezone.now(),
        language=language,
        lang=languages.tag(language),
        languages=[(code, tag, languages.NAMES[code]) for code, tag in languages.TAGS.items()],
        zone=timezone.get_current_timezone_name(),
        preferences=preferences,
        navigation=navigation.links(preferences.roles, path=request.path),
        search_url=navigation.search_url() if works_here else "",
        notices_url=navigation.notices_url() if works_here else "",
        calls_url=navigation.calls_url() if preferences.roles & set(DESK) else "",
        person=person if isinstance(person, Person) and works_here else None,
    )


def ui(request: HttpRequest) -> dict[str, object]:
    """Context processor: `ui` is a Frame."""
    return {"ui": SimpleLazyObject(partial(frame, request))}
