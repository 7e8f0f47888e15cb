"""What returns claimed before it was money: each with a row of its own, overdue until answered."""

from django.db import migrations

CLAIMED = r"""
    INSERT INTO claims_supplierclaim (case_id, customer_id, rma_id, supplier, reference, reason,
        currency, amount, due_at, made_at, made_by_id, key)
    SELECT rma.case_id, rma.customer_id, rma.id,
        COALESCE(NULLIF(btrim(event.party), ''), (
            SELECT btrim(party) FROM returns_rmaevent AS sent
            WHERE sent.rma_id = rma.id AND sent.kind = 'to_supplier' AND party ~ '\S'
            ORDER BY seq DESC LIMIT 1
        ), '?'),
        event.reference,
        CASE WHEN event.text ~ '\S' THEN left(event.text, 1000) ELSE rma.number END,
        event.currency, event.amount, event.at, event.recorded_at, event.by_id,
        'event ' || event.id
    FROM returns_rmaevent AS event JOIN returns_rma AS rma ON rma.id = event.rma_id
    WHERE event.kind = 'claimed' AND event.amount > 0
    ORDER BY event.id
"""
# Which claim was decided was not said: the first decision is about the first claim, and so on;
# those beyond the last claim are about that one, as a later decision takes an earlier one's place.
DECIDED = r"""
    INSERT INTO claims_supplierdecision (claim_id, currency, amount, said_by, reason, due_at, at,
        by_id, key)
    SELECT claim.id, claim.currency, least(said.amount, claim.amount), claim.supplier,
        CASE WHEN said.amount > 0 OR said.text ~ '\S' THEN left(said.text, 1000)
            ELSE rma.number END,
        CASE WHEN said.amount > 0 THEN said.at END, said.recorded_at, said.by_id,
        'event ' || said.id
    FROM (
        SELECT *, row_number() OVER (PARTITION BY rma_id ORDER BY seq) AS nth
        FROM returns_rmaevent WHERE kind = 'claim_decided'
    ) AS said
    JOIN (
        SELECT *, row_number() OVER (PARTITION BY rma_id ORDER BY seq) AS nth,
            count(*) OVER (PARTITION BY rma_id) AS all_of_it
        FROM returns_rmaevent WHERE kind = 'claimed'
    ) AS asked ON asked.rma_id = said.rma_id AND asked.nth = least(said.nth, asked.all_of_it)
    JOIN claims_supplierclaim AS claim ON claim.key = 'event ' || asked.id
        AND claim.made_by_id = asked.by_id
    JOIN returns_rma AS rma ON rma.id = said.rma_id
    WHERE said.amount IS NOT NULL AND said.currency = claim.currency
    ORDER BY said.id
"""
OPEN = """
    INSERT INTO claims_supplierbalance (claim_id, currency, claimed, decided, recovered, due_at)
    SELECT DISTINCT ON (claim.id) claim.id, claim.currency, claim.amount, said.amount, 0,
        CASE WHEN said.id IS NULL THEN claim.due_at ELSE said.due_at END
    FROM claims_supplierclaim AS claim
    LEFT JOIN claims_supplierdecision AS said ON said.claim_id = claim.id
    ORDER BY claim.id, said.id DESC
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_supplier_claims_kept")]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (CLAIMED, DECIDED, OPEN)
    ]
