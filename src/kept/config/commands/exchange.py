"""Let a telephone exchange tell of calls: print its address, good until the next one is made.

Each time it prints a new secret address for the exchange of this name, and the one before ends.
--end shuts the exchange out; --extension says whose telephone a number of the house is.
"""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime

from kept.config import data, preparation
from kept.config.refusal import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take which exchange it is and what shall become of it."""
    data.data_arguments(parser)
    parser.add_argument("name", help="how you call the exchange")
    parser.add_argument("--country", default="CN", help="where its numbers are dialled: CN, DE …")
    parser.add_argument("--office", default="", help="code of the office that it rings in")
    parser.add_argument(
        "--extension",
        action="append",
        default=[],
        metavar="NUMBER=USER",
        help="whose telephone it is; may be given several times, and makes no new address",
    )
    parser.add_argument("--end", action="store_true", help="shut the exchange out")


def run(options: argparse.Namespace) -> int:
    """Do it, and say what came of it."""
    chosen = data.choose(options)
    data.furnish(chosen)
    os.environ.setdefault("KEPT_URL", data.running_address(chosen) or "http://localhost:8000")
    with data.database_at_hand(chosen):
        preparation.migrate()
        print(exchange(options, now=datetime.now(UTC)))
    return 0


def exchange(options: argparse.Namespace, *, now: datetime) -> str:
    """Return what to tell: the address, or that it is done."""
    from kept.records.refusal import Refused as RecordsRefuse

    try:
        if options.end:
            return _end(options, now)
        return _extensions(options, now) if options.extension else _address(options, now)
    except RecordsRefuse as reason:
        raise Refused(str(reason)) from reason


def _address(options: argparse.Namespace, now: datetime) -> str:
    from django.conf import settings
    from django.urls import reverse

    from kept.records.ledger.actor import System
    from kept.records.people.models import Office
    from kept.records.telephone.services import open_exchange

    office = Office.objects.filter(code=options.office).first()
    if options.office and office is None:
        raise Refused(f"There is no office {options.office}.")
    opened = open_exchange(
        name=options.name,
        country=options.country,
        office=office,
        by=System("command line"),
        at=now,
    )
    address = settings.SITE_URL + reverse("api:telephone_event", args=[opened.token])
    return f"{address}\nShown this once. Whoever knows it can tell of calls that never were."


def _extensions(options: argparse.Namespace, now: datetime) -> str:
    from kept.records.ledger.actor import System
    from kept.records.people.models import Person
    from kept.records.telephone.services import name_extension

    for pair in options.extension:
        number, _, username = pair.partition("=")
        person = Person.objects.active().filter(username__iexact=username.strip()).first()
        if person is None or not number.strip():
            raise Refused(f"“{pair}” names no extension of somebody here: write 12=zhou.min.")
        by = System("command line")
        name_extension(exchange=options.name, number=number, person=person, by=by, at=now)
    return "Noted."


def _end(options: argparse.Namespace, now: datetime) -> str:
    from kept.records.ledger.actor import System
    from kept.records.telephone.services import close_exchange

    was_open = close_exchange(name=options.name, by=System("command line"), at=now)
    return "It is shut out." if was_open else "It was shut out already."
