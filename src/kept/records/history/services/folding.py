"""Working out what new entries are found by."""

from __future__ import annotations

from django.db import connection, transaction

from kept.records.archive.search.folding import compact, grams
from kept.records.archive.search.lines import distinct, text_lines
from kept.records.history.models import Entry

SHORT = 200  # characters of a text that is also found by its sound
LONGEST = 4_000
STORE = """
    UPDATE history_entry AS there SET folded = told.folded, grams = string_to_array(told.grams, ' ')
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS told (id, folded, grams)
    WHERE there.id = told.id
"""


@transaction.atomic
def fold_entries(*, limit: int) -> int:
    """Fill in what entries without it are found by, the oldest first; return how many."""
    rows = Entry.objects.filter(folded=None).order_by("pk").select_for_update(skip_locked=True)
    found = [(row.pk, *_found_by(row)) for row in rows[:limit]]
    if found:
        with connection.cursor() as cursor:
            cursor.execute(STORE, [list(column) for column in zip(*found, strict=True)])
    return len(found)


def _found_by(row: Entry) -> tuple[str, str]:
    """Return the texts as they are compared, and their pieces with where they belong."""
    title = distinct(text_lines(row.title[:SHORT]))
    body = row.body[:LONGEST]
    parts = [*body.splitlines(), *([f"K-{row.case_id:06}"] if row.case_id else [])]
    lines = [line.folded for line in title] + [compact(part) for part in parts]
    pieces = frozenset[str]().union(*(line.grams() for line in title))
    pieces = pieces.union(*(grams(part) for part in parts))
    return "\n".join(filter(None, lines)), " ".join([*places_of(row), *sorted(pieces)])


def places_of(row: Entry) -> list[str]:
    """Return the pieces that say whose an entry is: so the index finds it there only."""
    own = (row.customer_id, row.site_id, row.system_id, row.equipment_id)
    places = zip("csye", own, strict=True)
    return [f"@{name}{key}" for name, key in places if key is not None]
