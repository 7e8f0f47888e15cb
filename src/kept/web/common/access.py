"""Who may open which page of the desk. One decorator, which the authorisation matrix reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeAlias, cast

import structlog
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from kept.records.people.models import Person, Role

log = structlog.get_logger(__name__)

DESK = (Role.HOTLINE, Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)
RECORDERS = (*DESK, Role.ENGINEER)
READERS = (*RECORDERS, Role.POLICY_OWNER, Role.STORE_KEEPER, Role.ACCOUNTANT)


class DeskRequest(HttpRequest):
    """A request by somebody who works here."""

    user: Person


More = ParamSpec("More")
View: TypeAlias = Callable[Concatenate[DeskRequest, More], HttpResponse]
Route: TypeAlias = Callable[Concatenate[HttpRequest, More], HttpResponse]


def for_roles(*roles: Role) -> Callable[[View[More]], Route[More]]:
    """Let only people with one of these roles in; `view.roles` tells which.

    Strangers are sent to the sign-in page. For a customer nothing is here; a colleague who lacks
    the role is told so.
    """
    allowed = frozenset(roles)

    def guarded(view: View[More]) -> Route[More]:
        @wraps(view)
        def route(request: HttpRequest, *args: More.args, **kwargs: More.kwargs) -> HttpResponse:
            person = request.user
            if not isinstance(person, Person):
                return redirect_to_login(request.get_full_path())
            if not allowed & set(person.roles):
                deny(request, person)
            asked: Any = request
            return view(asked, *args, **kwargs)

        route.roles = allowed  # type: ignore[attr-defined]  # read by the matrix of routes
        return cast(Route[More], route)

    return guarded


def deny(request: HttpRequest, person: Person) -> NoReturn:
    """Refuse a page to somebody, and note who asked for what."""
    log.warning("access denied", person=person.pk, address=request.path)
    if set(person.roles) <= {Role.CUSTOMER}:
        raise Http404
    raise PermissionDenied


def may(person: Person, *roles: Role) -> bool:
    """Say whether a person has one of the roles, to offer only what will be let in."""
    return bool(set(roles) & set(person.roles))
