"""The pages: built, addressed, answering."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from kept.config import data
from kept.config.doctor.finding import Finding, Patient, bad, good, warning
from kept.config.preparation import BUILT_ASSETS

SECONDS = 5.0


def assets(patient: Patient) -> Finding:
    """Are styles and scripts there?"""
    if any(BUILT_ASSETS.glob("*.css")):
        return good("Styles and scripts are built.")
    return bad("Styles and scripts are missing.", "Run `make run`, or install Kept from its wheel.")


def address(patient: Patient) -> Finding:
    """Is the address that people type a safe one?"""
    own = urlsplit(settings.SITE_URL)
    if own.scheme == "https" or own.hostname in {"localhost", "127.0.0.1", "::1"}:
        return good(f"People reach Kept at {settings.SITE_URL}.")
    return warning(
        f"{settings.SITE_URL} is not encrypted: passwords can be read on their way.",
        "Put a proxy with a certificate before Kept and set KEPT_URL to its https address.",
    )


def answers(patient: Patient) -> Finding:
    """Does the web server answer?"""
    url = urlsplit(data.running_address(patient.places) or settings.SITE_URL)
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    connection = kind(url.hostname or "localhost", url.port, timeout=SECONDS)
    try:
        connection.request("GET", "/accounts/login/", headers={"Host": "localhost"})
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        return bad(f"{url.geturl()} does not answer ({error}).", "Start Kept, or look at its log.")
    finally:
        connection.close()
    if status >= 500:
        return bad(f"{url.geturl()} answers {status}.", "Look at the log of `kept run`.")
    return good(f"{url.geturl()} answers.")
