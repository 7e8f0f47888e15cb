"""Addresses from the environment: the site's own, the database's, the time zone's."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg
from psycopg.conninfo import conninfo_to_dict

from kept.config import environment
from kept.config.environment import BadSetting
from kept.config.places import Places, read_text

LOCAL = ["localhost", "127.0.0.1", "[::1]"]
# Milliseconds after which PostgreSQL ends a statement, a wait for a lock, a forgotten transaction.
WEB_LIMITS = "-c statement_timeout=10000 -c lock_timeout=5000"
# What a connection asks for the sixth time is not read and planned anew: of a short statement that
# is most of the work. So a pooler before the database must keep sessions.
PLANNED_ONCE = {"server_side_binding": True, "prepare_threshold": 5}
LIMITS = "-c idle_in_transaction_session_timeout=60000"


def site(url: str) -> SplitResult:
    """Return the address people type, split; only scheme and host are allowed in it."""
    parts = urlsplit(url.rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise BadSetting(f"KEPT_URL must look like https://service.example.com, not {url!r}.")
    return parts


def hosts(own: SplitResult, *, more: list[str]) -> list[str]:
    """Return the host names we answer to."""
    if "*" in more:
        raise BadSetting("KEPT_ALLOWED_HOSTS must name hosts; * would answer to any name.")
    return [own.hostname or "", *LOCAL, *more]


def zone(name: str) -> str:
    """Return the name of a time zone that exists."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting(f"KEPT_TIME_ZONE must look like Asia/Shanghai, not {name!r}.") from None
    return name


def database_address(places: Places) -> str:
    """Return DATABASE_URL, else the embedded database's address; empty before its first start."""
    return environment.secret("DATABASE_URL") or read_text(places.database / "address")


def database(places: Places, *, process: str) -> dict[str, Any]:
    """Return Django's settings for the one database."""
    address = database_address(places) or f"host={places.database} dbname=kept user=kept"
    return settings_for(address, process=process)


def settings_for(address: str, *, process: str) -> dict[str, Any]:
    """Return Django's settings for the database at an address, a URL or libpq's key=value form."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise BadSetting(
            "DATABASE_URL must look like postgresql://user:password@host:5432/kept "
            f"({str(error).strip()})."
        ) from None
    known = {
        key: str(parts.pop(key, "") or "") for key in ("dbname", "user", "password", "host", "port")
    }
    options: dict[str, Any] = {"connect_timeout": 3, "application_name": f"kept {process}", **parts}
    options["options"] = " ".join(
        [str(parts.get("options", "")), LIMITS, WEB_LIMITS if process == "web" else ""]
    ).strip()
    if process == "web":
        options["pool"] = pool()
    options |= PLANNED_ONCE
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": known["dbname"],
        "USER": known["user"],
        "PASSWORD": known["password"],
        "HOST": known["host"],
        "PORT": known["port"],
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": process == "web",  # a pooled connection may be older than the server
        "TEST": {"NAME": f"test_{known['dbname']}"},
    }


def pool() -> dict[str, Any]:
    """Return the limits of the connection pool: wait three seconds at most, then say so."""
    return {
        "min_size": 1,
        "max_size": environment.number("KEPT_CONNECTIONS", 16, least=2, most=500),
        "timeout": 3,
        "max_idle": 300,
        "reconnect_timeout": 5,
    }
