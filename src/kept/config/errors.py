"""The pages for what went wrong: a clear sentence, the request's number, nothing of the inside.

The templates 400.html, 403.html, 404.html, 500.html and 503.html get `number`, the request's
number in the log. Where one is missing or fails, a plain sentence stands in.
"""

from __future__ import annotations

import sys

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.html import escape
from django.utils.translation import gettext as _

log = structlog.get_logger(__name__)

RETRY_SECONDS = "5"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for a request that makes no sense."""
    return page(request, 400, _("This request could not be understood."))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for what this person may not do."""
    return page(request, 403, _("You may not do this."))


def too_large(request: HttpRequest, *, megabytes: int) -> HttpResponse:
    """Return the page for a form whose files are too large together."""
    sentence = _("That is more than can be sent at once: {most} MB. Send fewer or smaller files.")
    return page(request, 413, sentence.format(most=megabytes))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for what is not there, or not there for this person."""
    return page(request, 404, _("There is nothing at this address."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that did not come from our own page, or came too late."""
    log.warning("form refused", path=request.path, reason=reason)
    return page(
        request,
        403,
        _("This form is too old. Go back, reload the page and send it again."),
        template="403_csrf.html",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for our own mistakes, or for a database that cannot answer now.

    Django calls this while it handles the exception, wherever it was raised: in a view or around.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        log.error("database unavailable", path=request.path, error=str(error).strip())
        return unavailable(request)
    return page(request, 500, _("Something went wrong on our side. It has been noted."))


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the page for a moment in which nothing can be read or written.

    The database is away, full, out of connections or too slow: come back soon, nothing was half
    done.
    """
    response = page(
        request, 503, _("Kept cannot reach its database right now. Try again in a few seconds.")
    )
    response["Retry-After"] = RETRY_SECONDS
    return response


def page(request: HttpRequest, status: int, sentence: str, *, template: str = "") -> HttpResponse:
    """Return one of these pages; it must come out whatever else is broken."""
    number = request.META.get("kept.request_number", "")
    context = {"sentence": sentence, "number": number}
    try:
        body = loader.get_template(template or f"{status}.html").render(context, request)
    except TemplateDoesNotExist:
        body = plain(sentence, number)
    except Exception:  # the page about an error must not fail with it
        log.exception("error page failed", status=status)
        body = plain(sentence, number)
    return HttpResponse(body, status=status)


def plain(sentence: str, number: str) -> str:
    """Return a page that needs nothing: no template, no database, no style."""
    return (
        "<!doctype html><meta charset=utf-8><title>Kept</title>"
        f"<p>{escape(sentence)}</p><p><small>{escape(number)}</small></p>"
    )
