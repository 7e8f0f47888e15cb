"""Keeping what can be found equal to what the archive holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import connection, transaction
from django.db.models import Model

from kept.records.archive.models import (
    Contact,
    Customer,
    Equipment,
    SearchKind,
    SearchRow,
    Site,
)
from kept.records.archive.search.rows import rows
from kept.records.transactions import joined

BATCH = 1_000
STORE = """
    INSERT INTO archive_searchrow AS there
        (kind, object_id, customer_id, titles, subtitles, weight, serial, shown, folded, grams)
    SELECT kind, object_id, customer_id, titles, subtitles, weight, serial, shown, folded,
        string_to_array(grams, ' ')
    FROM unnest(
        %s::text[], %s::bigint[], %s::bigint[], %s::jsonb[], %s::jsonb[], %s::smallint[],
        %s::text[], %s::text[], %s::text[], %s::text[]
    ) AS told
        (kind, object_id, customer_id, titles, subtitles, weight, serial, shown, folded, grams)
    ON CONFLICT (kind, object_id) DO UPDATE SET
        (customer_id, titles, subtitles, weight, serial, shown, folded, grams)
        = ROW(excluded.customer_id, excluded.titles, excluded.subtitles, excluded.weight,
            excluded.serial, excluded.shown, excluded.folded, excluded.grams)
    WHERE (there.customer_id, there.titles, there.subtitles, there.weight, there.serial,
            there.shown, there.folded, there.grams)
        IS DISTINCT FROM (excluded.customer_id, excluded.titles, excluded.subtitles,
            excluded.weight, excluded.serial, excluded.shown, excluded.folded, excluded.grams)
"""
TABLES: dict[SearchKind, type[Model]] = {
    SearchKind.CUSTOMER: Customer,
    SearchKind.CONTACT: Contact,
    SearchKind.SITE: Site,
    SearchKind.EQUIPMENT: Equipment,
}


def refresh(kind: SearchKind, ids: Collection[int]) -> None:
    """Write anew how some things can be found, in the transaction that changed them."""
    with joined(), connection.cursor() as cursor:
        found = rows(kind, sorted(ids))
        # Columns, so that one short statement serves any number of rows.
        cursor.execute(STORE, [list(column) for column in zip(*found, strict=True)] or [[]] * 10)


def refresh_customer(customer_id: int) -> None:
    """Do so for a customer and all that is found by the customer's name."""
    refresh(SearchKind.CUSTOMER, [customer_id])
    for kind in (SearchKind.CONTACT, SearchKind.SITE, SearchKind.EQUIPMENT):
        # Locked, so that one who moves away meanwhile is not written back here.
        mine = TABLES[kind]._default_manager.filter(customer_id=customer_id)
        mine = mine.select_for_update().order_by("pk")
        for ids in _batches(list(mine.values_list("pk", flat=True))):
            refresh(kind, ids)


def rebuild_search() -> int:
    """Write everything anew, in short transactions, while others work. Returns how many rows."""
    count = 0
    for kind, table in TABLES.items():
        there = list(table._default_manager.order_by("pk").values_list("pk", flat=True))
        for ids in _batches(there):
            _rebuild(kind, ids)
        stale = SearchRow.objects.filter(kind=kind)
        stale.exclude(object_id__in=table._default_manager.values("pk")).delete()
        count += len(there)
    return count


@transaction.atomic
def _rebuild(kind: SearchKind, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        # Who changes something meanwhile writes its row after us, not before.
        cursor.execute("LOCK TABLE archive_searchrow IN SHARE ROW EXCLUSIVE MODE")
    refresh(kind, ids)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
