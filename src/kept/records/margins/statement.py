"""The statement that adds up what cases cost and brought in. Only our own names are put into it."""

from __future__ import annotations

from typing import Final

PRODUCT: Final = """
    (SELECT product.names FROM archive_equipment piece
        JOIN archive_productmodel product ON product.id = piece.product_id
        WHERE piece.id = kase.equipment_id)
"""
# What a case is summed up by: the key and the name of each group.
GROUPS: Final = {
    "case": ("kase.id", "kase.number || ' ' || kase.title", "NULL::jsonb"),
    "machine": (
        "kase.equipment_id",
        "coalesce((SELECT serial_number FROM archive_equipment WHERE id = kase.equipment_id), '')",
        PRODUCT,
    ),
    "contract": (
        "kase.contract_id",
        "coalesce((SELECT number FROM contracts_contract WHERE id = kase.contract_id), '')",
        "NULL::jsonb",
    ),
    "customer": (
        "kase.customer_id",
        "''",
        "(SELECT names FROM archive_customer WHERE id = kase.customer_id)",
    ),
}
# What one unit costs ourselves on a day: the one price of the lists at cost for everyone. Where
# there is none, or more than one, nobody knows.
COST: Final = """
    SELECT min(price.amount) AS amount FROM prices_price price
    JOIN prices_pricelist list ON list.id = price.list_id
    JOIN prices_priceitem item ON item.id = price.item_id
    WHERE list.basis = 'at_cost' AND list.contract_id IS NULL AND list.closed_at IS NULL
        AND list.currency = %(currency)s AND price.withdrawn_at IS NULL
        AND price.valid_from <= done.on_day
        AND (price.valid_until IS NULL OR price.valid_until >= done.on_day)
        AND {same}
    HAVING count(*) = 1
"""
SAME_PART: Final = "item.part_id = done.part_id"
SAME_WORK: Final = """item.part_id IS NULL AND item.component = done.component
        AND item.unit = done.unit AND item.band = ''"""
# An hour costs us what an hour of labour does, whatever was done in it.
# A case is counted in the currency in which it was billed, else in that of most price lists.
DONE: Final = """
    kase AS (
        SELECT cases_case.* FROM cases_case WHERE coalesce(
            (SELECT currency FROM payments_invoice WHERE case_id = cases_case.id
                ORDER BY id LIMIT 1),
            %(main)s
        ) = %(currency)s
    ),
    done AS (
        SELECT entry.case_id, 'labour' AS component, 'hour' AS unit, NULL::bigint AS part_id,
            extract(epoch FROM entry.ended_at - entry.started_at)::numeric / 3600 AS quantity,
            (entry.at AT TIME ZONE 'UTC')::date AS on_day,
            CASE entry.kind WHEN 'travel' THEN 'travel' ELSE 'labour' END AS kind
        FROM work_entry entry
        WHERE entry.withdrawn_at IS NULL AND entry.ended_at IS NOT NULL
            AND entry.at >= %(since)s AND entry.at < %(until)s
        UNION ALL
        SELECT entry.case_id, entry.component, way.unit, NULL, way.quantity,
            (entry.at AT TIME ZONE 'UTC')::date, 'travel'
        FROM work_entry entry
        CROSS JOIN LATERAL (
            VALUES ('km', entry.kilometres), ('trip', entry.trips::numeric)
        ) AS way (unit, quantity)
        WHERE entry.withdrawn_at IS NULL AND way.quantity IS NOT NULL
            AND entry.at >= %(since)s AND entry.at < %(until)s
        UNION ALL
        SELECT moved.case_id, 'parts', '', moved.part_id, moved.quantity,
            (moved.at AT TIME ZONE 'UTC')::date, 'parts'
        FROM parts_movement moved
        WHERE moved.kind = 'fitted' AND moved.at >= %(since)s AND moved.at < %(until)s
    )
"""
LINES: Final = f"""
    lines AS (
        SELECT done.case_id, done.kind, round(done.quantity * cost.amount, 4) AS amount,
            (cost.amount IS NULL)::int AS missing
        FROM done JOIN kase ON kase.id = done.case_id
        LEFT JOIN LATERAL ({COST.format(same=SAME_PART)}) AS part_cost ON done.part_id IS NOT NULL
        LEFT JOIN LATERAL ({COST.format(same=SAME_WORK)}) AS work_cost ON done.part_id IS NULL
        CROSS JOIN LATERAL (
            SELECT coalesce(part_cost.amount, work_cost.amount) AS amount
        ) AS cost
        UNION ALL
        SELECT entry.case_id, 'expenses', entry.amount, 0 FROM work_entry entry
        WHERE entry.withdrawn_at IS NULL AND entry.currency = %(currency)s
            AND entry.at >= %(since)s AND entry.at < %(until)s
        UNION ALL
        SELECT decision.case_id,
            CASE decision.kind WHEN 'third_party' THEN 'third_party' ELSE 'made_good' END,
            decision.amount, 0
        FROM claims_decision decision
        JOIN releases_giving giving ON giving.id = decision.giving_id
        LEFT JOIN releases_release answer ON answer.giving_id = giving.id
        WHERE decision.currency = %(currency)s AND decision.amount > 0
            AND (answer.released OR NOT giving.needs_second)
            AND decision.decided_at >= %(since)s AND decision.decided_at < %(until)s
        UNION ALL
        SELECT bill.case_id, 'billed',
            CASE bill.kind WHEN 'invoice' THEN bill.net ELSE -bill.net END, 0
        FROM payments_invoice bill
        WHERE bill.case_id IS NOT NULL AND bill.currency = %(currency)s
            AND (bill.kind = 'invoice' OR bill.corrects_id IS NOT NULL)
            AND bill.issued_at >= %(since)s AND bill.issued_at < %(until)s
        UNION ALL
        SELECT claim.case_id, 'recovered',
            CASE WHEN came.undoes_id IS NULL THEN came.amount ELSE -came.amount END, 0
        FROM claims_recovery came JOIN claims_supplierclaim claim ON claim.id = came.claim_id
        WHERE claim.case_id IS NOT NULL AND came.currency = %(currency)s
            AND came.at >= %(since)s AND came.at < %(until)s
    )
"""  # noqa: S608
COSTS: Final = ("labour", "parts", "travel", "expenses", "third_party", "made_good")
KINDS: Final = (*COSTS, "billed", "recovered")
SUMS: Final = ", ".join(
    f"coalesce(sum(amount) FILTER (WHERE kind = '{kind}'), 0) AS {kind}" for kind in KINDS
)


def statement(group: str) -> str:
    """Return the statement for one way to group: a page of groups, the costliest first."""
    key, label, names = GROUPS[group]
    return f"""
        WITH {DONE}, {LINES},
        grouped AS (
            SELECT {key} AS key, max({label}) AS label, (array_agg({names}))[1] AS names,
                {SUMS}, coalesce(sum(missing), 0) AS missing
            FROM lines JOIN cases_case kase ON kase.id = lines.case_id
            GROUP BY {key}
        )
        SELECT key, label, names, {", ".join(KINDS)}, missing, count(*) OVER () AS found
        FROM grouped
        ORDER BY {" + ".join(COSTS)} DESC, key
        LIMIT %(limit)s OFFSET %(offset)s
    """  # noqa: S608


def whole() -> str:
    """Return the statement for the sum of all groups."""
    return f"WITH {DONE}, {LINES} SELECT {SUMS}, coalesce(sum(missing), 0) FROM lines"  # noqa: S608
