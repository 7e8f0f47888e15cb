"""Where a claim against a supplier stands, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.records.claims.supplier_queries import State, SupplierClaimRow
from kept.web.common.reading.reader import Reader


def state_words(row: SupplierClaimRow, reader: Reader) -> str:
    """Return where a claim stands, and whether they are late."""
    late = row.due_at is not None and row.due_at < reader.now
    if row.state is State.ASKED:
        return _("no answer in time") if late else _("no answer yet")
    if row.state is State.OWED:
        return _("overdue") if late else _("to come")
    return _("has come") if row.state is State.CAME else _("nothing comes")
