"""What requests may change, and what they must not."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection
from django.test import Client

from tests.security.routes import routes

# With a payment provider, or of what was accepted: tests/web/money sends these.
ONLINE: Final = ("money:notify", "money:checkout", "money:pay_by_link", "money:pretend_bank")
ACCEPTED: Final = ("money:quote_invoice",)
# These change nothing of ours, belong to allauth, or are for programs; other tests ask them.
NOT_OURS: Final = ("account_", "mfa_", "usersessions_", "api:", *ONLINE, *ACCEPTED)


def routes_that_take_forms(browser: Client, values: dict[str, object]) -> set[str]:
    """Return the names of our own routes that do not refuse the method POST."""
    ours = [route for route in routes() if not route.name.startswith(NOT_OURS)]
    return {route.name for route in ours if browser.post(route.filled(values)).status_code != 405}


def everything() -> dict[str, Any]:
    """Return what must not change behind anybody's back: the rows of every table of ours."""
    tables = [t for t in connection.introspection.table_names() if is_ours(t)]
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {name} t"
            )
            found[table] = cursor.fetchone()
    return found


def is_ours(table: str) -> bool:
    """Say whether a table holds records; sessions, counts of guesses, who is there are none."""
    none = ("django_", "account_", "usersessions_", "kept_cache", "presence_")
    return not table.startswith(none)
