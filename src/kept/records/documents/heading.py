"""What stands at the head of every paper about a case, whatever it is: a report, a quote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.naming import name_in


def about_case(card: CaseCard, code: str) -> Iterator[tuple[str, str]]:
    """Yield whose case it is and under which policy, in the active language; names in `code`."""
    yield _("Case"), f"{card.number} · {card.title}"
    yield _("Customer"), name_on_paper(card.customer.names, code)
    if card.site:
        yield _("Site"), name_on_paper(card.site.names, code)
    if card.equipment:
        serial = _("SN {serial}").format(serial=card.equipment.note)
        yield _("Machine"), f"{name_on_paper(card.equipment.names, code)}, {serial}"
    if card.contract:
        yield _("Contract"), name_on_paper(card.contract.names, code)
    policy = _("{code}, version {number}")
    yield _("Policy"), policy.format(code=card.policy_code, number=card.policy_number)


def name_on_paper(names: Mapping[str, str], code: str) -> str:
    """Return a name in a language of a paper; a paper names everything, so else in any other."""
    return name_in(names, code) or next(iter(names.values()), "")
