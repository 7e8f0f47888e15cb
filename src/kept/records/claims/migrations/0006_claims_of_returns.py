"""What returns claimed before it was money: each with a row of its own, overdue until answered."""

from django.db import migrations

CLAIMED = """
    INSERT INTO claims_supplierclaim (case_id, customer_id, rma_id, supplier, reference, reason,
        currency, amount, due_at, made_at, made_by_id, key)
    SELECT rma.case_id, rma.customer_id, rma.id,
        COALESCE(NULLIF(btrim(event.party), ''), (
            SELECT NULLIF(btrim(party), '') FROM returns_rmaevent AS sent
            WHERE sent.rma_id = rma.id AND sent.kind = 'to_supplier' ORDER BY seq DESC LIMIT 1
        ), '?'),
        event.reference, COALESCE(NULLIF(left(btrim(event.text), 1000), ''), rma.number),
        event.currency, event.amount, event.at, event.recorded_at, event.by_id,
        'event ' || event.id
    FROM returns_rmaevent AS event JOIN returns_rma AS rma ON rma.id = event.rma_id
    WHERE event.kind = 'claimed' AND event.amount > 0
    ORDER BY event.id
"""
# Which claim was decided was not said: the first decision is about the first claim, and so on.
DECIDED = """
    INSERT INTO claims_supplierdecision (claim_id, currency, amount, said_by, reason, due_at, at,
        by_id, key)
    SELECT claim.id, claim.currency, least(event.amount, claim.amount), claim.supplier,
        left(event.text, 1000), CASE WHEN event.amount > 0 THEN event.at END, event.recorded_at,
        event.by_id, 'event ' || event.id
    FROM (
        SELECT *, row_number() OVER (PARTITION BY rma_id ORDER BY id) AS nth
        FROM claims_supplierclaim
    ) AS claim JOIN (
        SELECT *, row_number() OVER (PARTITION BY rma_id ORDER BY seq) AS nth
        FROM returns_rmaevent WHERE kind = 'claim_decided'
    ) AS event ON event.rma_id = claim.rma_id AND event.nth = claim.nth
    WHERE event.amount IS NOT NULL AND event.currency = claim.currency
    ORDER BY event.id
"""
OPEN = """
    INSERT INTO claims_supplierbalance (claim_id, currency, claimed, decided, recovered, due_at)
    SELECT claim.id, claim.currency, claim.amount, said.amount, 0,
        CASE WHEN said.id IS NULL THEN claim.due_at ELSE said.due_at END
    FROM claims_supplierclaim AS claim
    LEFT JOIN claims_supplierdecision AS said ON said.claim_id = claim.id
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_supplier_claims_kept")]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (CLAIMED, DECIDED, OPEN)
    ]
