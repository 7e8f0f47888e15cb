from django.db import migrations

from kept.records.constraints import append_only, pointed_at, same_owner

# A number without the one before it cannot be written, and none is ever taken away.
NO_GAPS = migrations.RunSQL(
    """
    ALTER TABLE payments_invoice ADD CONSTRAINT payments_invoice_no_gaps
        FOREIGN KEY (series, before) REFERENCES payments_invoice (series, sequence)
    """,
    "ALTER TABLE payments_invoice DROP CONSTRAINT payments_invoice_no_gaps",
)
# Looked at when the transaction ends: by then all lines are there, and later ones would not fit.
SUMS = migrations.RunSQL(
    """
    CREATE FUNCTION payments_check_sums() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        kept bigint := CASE WHEN TG_TABLE_NAME = 'payments_invoice'
            THEN (to_jsonb(NEW) ->> 'id')::bigint
            ELSE (to_jsonb(NEW) ->> 'invoice_id')::bigint END;
        whole payments_invoice%ROWTYPE;
        nets numeric; bases numeric; taxes numeric;
    BEGIN
        SELECT * INTO whole FROM payments_invoice WHERE id = kept;
        SELECT coalesce(sum(net), 0) INTO nets FROM payments_invoiceline WHERE invoice_id = kept;
        SELECT coalesce(sum(base), 0), coalesce(sum(tax), 0) INTO bases, taxes
            FROM payments_invoicetax WHERE invoice_id = kept;
        IF (nets, bases, taxes) IS DISTINCT FROM (whole.net, whole.net, whole.tax) THEN
            RAISE EXCEPTION 'the lines of invoice % do not come to its total', whole.number
                USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_lines_come_to_the_total';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER payments_invoice_sums AFTER INSERT ON payments_invoice
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_check_sums();
    CREATE CONSTRAINT TRIGGER payments_invoiceline_sums AFTER INSERT ON payments_invoiceline
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_check_sums();
    CREATE CONSTRAINT TRIGGER payments_invoicetax_sums AFTER INSERT ON payments_invoicetax
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_check_sums();
    """,
    """
    DROP TRIGGER payments_invoice_sums ON payments_invoice;
    DROP TRIGGER payments_invoiceline_sums ON payments_invoiceline;
    DROP TRIGGER payments_invoicetax_sums ON payments_invoicetax;
    DROP FUNCTION payments_check_sums();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_words_follow_the_case"),
        ("payments", "0001_initial"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        NO_GAPS,
        SUMS,
        same_owner("payments_invoice", "case_id", "cases_case"),
        same_owner("payments_invoice", "corrects_id", "payments_invoice"),
        same_owner("payments_invoice", "corrects_id", "payments_invoice", owner="currency"),
        same_owner("payments_payment", "case_id", "cases_case"),
        same_owner("payments_payout", "case_id", "cases_case"),
        same_owner("payments_payout", "payment_id", "payments_payment"),
        same_owner("payments_openitem", "invoice_id", "payments_invoice"),
        same_owner("payments_openitem", "invoice_id", "payments_invoice", owner="currency"),
        same_owner("payments_openitem", "payment_id", "payments_payment"),
        same_owner("payments_openitem", "payment_id", "payments_payment", owner="currency"),
        same_owner("payments_payout", "payment_id", "payments_payment", owner="currency"),
        *(
            same_owner("payments_matching", column, parent, owner=owner)
            for column, parent in (
                ("held_id", "payments_openitem"),
                ("owed_id", "payments_openitem"),
                ("payout_id", "payments_payout"),
            )
            for owner in ("customer_id", "currency")
        ),
        *(
            step
            for table in (
                "invoice",
                "invoiceline",
                "invoicetax",
                "payment",
                "payout",
                "sending",
                "matching",
                "checkout",
                "notification",
            )
            for step in append_only(f"payments_{table}")
        ),
        *(
            pointed_at(f"payments_{table}")
            for table in ("invoice", "payment", "payout", "matching", "checkout")
        ),
    ]
