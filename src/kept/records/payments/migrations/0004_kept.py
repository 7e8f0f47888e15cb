from django.db import migrations

from kept.records.constraints import append_only, pointed_at, same_owner

# What is billed of an accepted line, on all invoices that were not taken back as a whole, is never
# more than was accepted; and only what was accepted, in this case, is billed so.
WITHIN_QUOTE = migrations.RunSQL(
    """
    CREATE FUNCTION payments_within_quote() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        told quotes_quoteline%ROWTYPE;
        bill payments_invoice%ROWTYPE;
        billed numeric;
    BEGIN
        IF NEW.quote_line_id IS NULL THEN
            RETURN NEW;
        END IF;
        SELECT * INTO told FROM quotes_quoteline WHERE id = NEW.quote_line_id;
        SELECT * INTO bill FROM payments_invoice WHERE id = NEW.invoice_id;
        SELECT coalesce(sum(line.net), 0) INTO billed FROM payments_invoiceline line
            LEFT JOIN payments_openitem item ON item.invoice_id = line.invoice_id
            WHERE line.quote_line_id = NEW.quote_line_id
                AND coalesce(item.credited < item.amount, true);
        IF told.id IS NULL OR bill.quote_version_id IS DISTINCT FROM told.version_id
            OR bill.kind <> 'invoice' OR bill.currency <> told.currency
            OR billed + NEW.net > told.charged
            OR NOT EXISTS (
                SELECT FROM quotes_answer answer JOIN quotes_quote quote ON quote.id = answer.quote_id
                WHERE answer.version_id = told.version_id AND answer.outcome = 'accepted'
                    AND quote.case_id = bill.case_id
            )
        THEN
            RAISE EXCEPTION 'quote line % was not accepted for so much', NEW.quote_line_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_line_was_accepted';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER payments_invoiceline_within_quote BEFORE INSERT ON payments_invoiceline
        FOR EACH ROW EXECUTE FUNCTION payments_within_quote();
    """,
    """
    DROP TRIGGER payments_invoiceline_within_quote ON payments_invoiceline;
    DROP FUNCTION payments_within_quote();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_accepted_and_asked"),
        ("quotes", "0004_waiting_quotes"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        WITHIN_QUOTE,
        same_owner("payments_deposit", "case_id", "cases_case"),
        same_owner("payments_paylink", "case_id", "cases_case"),
        same_owner("payments_checkout", "deposit_id", "payments_deposit", owner="currency"),
        *append_only("payments_deposit"),
        pointed_at("payments_deposit"),
    ]
