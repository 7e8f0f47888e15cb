"""Log lines: for people by default, one JSON object a line with KEPT_LOG=json."""

from __future__ import annotations

import logging.config
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
import structlog.tracebacks

# Libraries that say much; the last one would let strangers fill our log with errors.
QUIET = {
    "django.request": "ERROR",
    "procrastinate": "WARNING",
    "psycopg.pool": "ERROR",
    "django.security.DisallowedHost": "CRITICAL",
}
# Where it went wrong; never what stood in the variables there, which may be anybody's password.
TRACEBACKS = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
# Line ends and what moves the cursor of a terminal: one line of the log is one event.
ESCAPED = {n: f"\\x{n:02x}" for n in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}
# Addresses that open something to whoever has them: their secrets are in no database either.
SECRET = re.compile(r"(/(?:s|request|api/v1/cti|accounts/password/reset/key)/)[^/\s'\"]+")


def without_secrets(
    _logger: Any, _method: str, told: MutableMapping[str, Any]
) -> Mapping[str, Any]:
    """Return an event whose addresses open nothing to who reads the log."""
    for name, said in told.items():
        if isinstance(said, str):
            told[name] = SECRET.sub(r"\1…", said)
    return told


def one_line(_logger: Any, _method: str, told: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Return an event whose words stay on its line, whoever chose them."""
    told["event"] = str(told["event"]).translate(ESCAPED)
    return told


def shared() -> list[Any]:
    """Return what is added to every line, whether structlog or a library wrote it."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.UnicodeDecoder(),
        without_secrets,
        one_line,
    ]


def renderers(form: str) -> list[Any]:
    """Return what turns a line into text."""
    if form == "json":
        return [
            structlog.processors.ExceptionRenderer(TRACEBACKS),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    plain = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    return [plain]


def configure(*, form: str, level: str) -> None:
    """Send every line, ours and the libraries', to standard error in one form."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared(),
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        *renderers(form),
                    ],
                }
            },
            "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["err"], "level": level.upper()},
            "loggers": {name: {"level": named} for name, named in QUIET.items()},
        }
    )
