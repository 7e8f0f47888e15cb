"""Opening and closing price lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import naming
from kept.records.ledger.services import write
from kept.records.ledger.telling import changes, told
from kept.records.money import NotMoney, digits_of
from kept.records.people.models import Person
from kept.records.prices.models import PriceList
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class NoSuchList(Refused):
    """No such price list, or it is closed."""

    sentence = _("There is no such price list in use.")


class ListFixed(Refused):
    """What prices were written down under stays."""

    sentence = _("Basis, currency and contract of a price list stay. Please open another list.")


class CurrencyUnknown(Refused):
    """No currency is called so."""

    sentence = _("“%(currency)s” is no currency. Write its three letters, such as CNY.")


@dataclass(frozen=True, kw_only=True)
class ListDetails:
    """What a list is; `contract_id`: whose unit prices these are, where they are a contract's."""

    code: str
    names: Mapping[str, str]
    basis: str
    currency: str
    contract_id: int | None = None


@transaction.atomic
def open_price_list(*, details: ListDetails, by: Person, at: datetime) -> PriceList:
    """Open a price list, or name it otherwise; its code tells which. Safe to repeat.

    Raises ListFixed, CurrencyUnknown.
    """
    code = " ".join(details.code.split())
    one_at_a_time(f"price list {code}".casefold())
    there = PriceList.objects.filter(code__iexact=code).first()
    said = {**asdict(details), "names": naming.clean_names(details.names)}
    said["code"] = there.code if there else code
    before = {name: getattr(there, name) for name in said} if there else {}
    data = changes(told(before), told(said))
    if there is not None and not data:
        return there
    if there is not None and {"basis", "currency", "contract_id"} & set(data["after"]):
        raise ListFixed
    _check_currency(details.currency)
    row = there or PriceList(opened_at=at, opened_by=by)
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    verb = "price_list.renamed" if there else "price_list.opened"
    write(stream=stream_of(row), verb=verb, by=by, at=at, data=data)
    return row


@transaction.atomic
def close_price_list(*, list_id: int, by: Person, at: datetime) -> None:
    """Take a list out of use; what was quoted by it stays. Safe to repeat. Raises NoSuchList."""
    row = PriceList.objects.select_for_update().filter(pk=list_id).first()
    if row is None:
        raise NoSuchList
    if row.closed_at is not None:
        return
    row.closed_at, row.closed_by = at, by
    row.save(update_fields=["closed_at", "closed_by"])
    write(stream=stream_of(row), verb="price_list.closed", by=by, at=at, data={"code": row.code})


def held_list(list_id: int) -> PriceList:
    """Lock a list in use until the transaction ends. Raises NoSuchList."""
    row = PriceList.objects.select_for_update().filter(pk=list_id, closed_at=None).first()
    if row is None:
        raise NoSuchList
    return row


def stream_of(row: PriceList) -> str:
    """Return the ledger's stream of a price list."""
    return f"price_list:{row.pk}"


def _check_currency(currency: str) -> None:
    try:
        digits_of(currency)
    except NotMoney:
        raise CurrencyUnknown(currency=currency) from None
