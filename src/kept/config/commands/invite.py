"""Let a person in: make the account and print a link, good once, to choose a password.

The first administrator of a new Kept comes in this way; nobody has a password before. For someone
who has an account already, only a new link is printed. Kept must run when the link is opened.
"""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kept.config import data, preparation
from kept.config.refusal import Refused

if TYPE_CHECKING:
    from kept.records.people.models import Person

ROLES = (
    "accountant",
    "administrator",
    "dispatcher",
    "engineer",
    "hotline",
    "manager",
    "policy_owner",
    "store_keeper",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take who it is and what the person may be."""
    data.data_arguments(parser)
    parser.add_argument("username", help="what the person signs in with")
    parser.add_argument("--name", help="the person's name, for a new account")
    parser.add_argument("--email", default="", help="where messages go")
    parser.add_argument("--role", action="append", choices=ROLES, help="may be given several times")
    parser.add_argument("--language", default="en", choices=["en", "zh-hans", "zh-hant"])


def run(options: argparse.Namespace) -> int:
    """Make the account if it is new, and print the link."""
    chosen = data.choose(options)
    data.furnish(chosen)
    os.environ.setdefault("KEPT_URL", data.running_address(chosen) or "http://localhost:8000")
    with data.database_at_hand(chosen):
        preparation.migrate()
        print(invite(options, now=datetime.now(UTC)))
    return 0


def invite(options: argparse.Namespace, *, now: datetime) -> str:
    """Return the link for a new or a known person."""
    from django.conf import settings

    from kept.records.people.models import Person

    person = Person.objects.filter(username__iexact=options.username).first()
    if person is None:
        person = newcomer(options, now=now)
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    return f"{link(person)}\nGood once and for {minutes} minutes."


def newcomer(options: argparse.Namespace, *, now: datetime) -> Person:
    """Return a new person, known to the ledger as let in from the command line."""
    from kept.records.ledger.actor import System
    from kept.records.people.models import Language, Role
    from kept.records.people.services import PersonDetails, create_person
    from kept.records.refusal import Refused as RecordsRefuse

    if not options.name or not options.role:
        raise Refused(f"{options.username} is new here: give --name and at least one --role.")
    details = PersonDetails(
        username=options.username,
        display_name=options.name,
        email=options.email,
        roles=[Role(role) for role in options.role],
        language=Language(options.language),
    )
    try:
        return create_person(details=details, by=System("command line"), at=now)
    except RecordsRefuse as reason:
        raise Refused(str(reason)) from reason


def link(person: Person) -> str:
    """Return the address where this person, and only once, can choose a password."""
    from allauth.account import app_settings
    from allauth.account.utils import user_pk_to_url_str
    from django.conf import settings
    from django.urls import reverse

    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    where = {"uidb36": user_pk_to_url_str(person), "key": key}
    return str(settings.SITE_URL) + reverse("account_reset_password_from_key", kwargs=where)
