"""Accepted quotes of the demo company that are billed, and a customer who is asked to pay."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from kept.config.demo.staff import HOTLINE
from kept.config.demo.world import HOME, World
from kept.records.cases.models import Case
from kept.records.cases.queries import assessed
from kept.records.cases.services import CauseFinding, find_cause
from kept.records.documents.addressees import usual
from kept.records.documents.models import CodeBy
from kept.records.payments.billing import accepted_of, billing_of
from kept.records.payments.owed import owed_of
from kept.records.payments.services import AcceptedQuote, invoice_quote, send_pay_link
from kept.records.quotes.models import Answer, Outcome, QuoteVersion
from kept.records.quotes.working_out import TheirShare, customers_share
from kept.rules.assess.charges import WHOLE, by_cause

BOOKS: Final = "fang.yi"
DUE: Final = timedelta(days=30)
LOOKED_AT: Final = 60
EVIDENCE: Final = "Photos of the day before"
QUOTED: Final = ("parts", "labour")


def bill(world: World) -> None:
    """Find who pays what was accepted, bill all but the newest, and ask a customer to pay."""
    accepted = Answer.objects.filter(outcome=Outcome.ACCEPTED).order_by("-pk")
    for place, case_id in enumerate(accepted.values_list("quote__case_id", flat=True)):
        _find_cause(world, case_id)
        for version in accepted_of(case_id) if place else ():
            _bill(world, version)
    _ask(world)


def _find_cause(world: World, case_id: int) -> None:
    """Find a cause for which the customer pays, where the policy knows one."""
    found = assessed(case_id, at=world.at)
    for one in by_cause(found.policy, found.facts, world.at):
        quoted = [charge for charge in one.charges if charge.component in QUOTED]
        theirs = all(customers_share(charge) == TheirShare(WHOLE, WHOLE) for charge in quoted)
        if theirs and one.causes[0]:
            finding = CauseFinding(
                cause=one.causes[0], is_final=True, at=world.at, evidence=EVIDENCE
            )
            by, key = world.people[HOTLINE[0].username], f"demo {case_id}"
            find_cause(case_id=case_id, finding=finding, by=by, now=world.at, key=key)
            return


def _bill(world: World, version: QuoteVersion) -> None:
    """Bill what the customer pays by now. It is asked first: a refusal would undo all of it."""
    billing = billing_of(version, assessed(version.quote.case_id, at=world.at))
    if not billing.net:
        return
    on = world.at.astimezone(HOME).date()
    quote = AcceptedQuote(
        version_id=version.pk, issued_on=on, due_on=on + DUE, seen=billing.fingerprint
    )
    invoice_quote(quote=quote, by=world.people[BOOKS], now=world.at)


def _ask(world: World) -> None:
    """Send the first customer who owes something and has an address the page to pay."""
    cases = Case.objects.filter(invoices__isnull=False).select_related("office").distinct()
    for case in cases.order_by("-pk")[:LOOKED_AT]:
        to = usual(case)
        if to is not None and owed_of(case.pk):
            send_pay_link(
                case_id=case.pk,
                contact_id=to.contact_id,
                code_by=CodeBy.PHONE,
                by=world.people[BOOKS],
                now=world.at,
                key=f"demo {case.pk}",
            )
            return
