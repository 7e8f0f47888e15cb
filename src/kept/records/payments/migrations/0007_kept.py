from django.db import migrations

from kept.records.constraints import same_owner

# Credit notes and payouts are there only where so much may be given: below the limit, or released
# by a second person. And no payment goes back more than once, whatever way.
ONLY_RELEASED = migrations.RunSQL(
    """
    CREATE FUNCTION payments_only_released() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        told releases_giving%ROWTYPE;
        whole numeric := coalesce(to_jsonb(NEW) ->> 'total', to_jsonb(NEW) ->> 'amount')::numeric;
        used numeric;
    BEGIN
        SELECT * INTO told FROM releases_giving WHERE id = NEW.giving_id;
        SELECT coalesce(sum(amount), 0) INTO used FROM (
            SELECT amount FROM payments_payout WHERE giving_id = NEW.giving_id
            UNION ALL SELECT total FROM payments_invoice WHERE giving_id = NEW.giving_id
        ) AS parts;
        IF told.id IS NULL OR told.customer_id <> NEW.customer_id OR told.currency <> NEW.currency
            OR used + whole > told.amount
            OR (told.needs_second AND NOT EXISTS (
                SELECT FROM releases_release WHERE giving_id = told.id AND released
            ))
        THEN
            RAISE EXCEPTION 'nobody may give away so much of % yet', NEW.giving_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'only_what_was_released';
        END IF;
        RETURN NEW;
    END $$;
    CREATE FUNCTION payments_back_once() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        back numeric;
    BEGIN
        SELECT coalesce(sum(amount), 0) INTO back
            FROM payments_payout WHERE payment_id = NEW.payment_id;
        IF back + NEW.amount > (SELECT amount FROM payments_payment WHERE id = NEW.payment_id) THEN
            RAISE EXCEPTION 'payment % does not go back more than once', NEW.payment_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_goes_back_once';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER payments_payout_only_released BEFORE INSERT ON payments_payout
        FOR EACH ROW EXECUTE FUNCTION payments_only_released();
    CREATE TRIGGER payments_invoice_only_released BEFORE INSERT ON payments_invoice
        FOR EACH ROW WHEN (NEW.kind = 'credit_note') EXECUTE FUNCTION payments_only_released();
    CREATE TRIGGER payments_payout_back_once BEFORE INSERT ON payments_payout
        FOR EACH ROW WHEN (NEW.payment_id IS NOT NULL) EXECUTE FUNCTION payments_back_once();
    """,
    """
    DROP TRIGGER payments_payout_back_once ON payments_payout;
    DROP TRIGGER payments_invoice_only_released ON payments_invoice;
    DROP TRIGGER payments_payout_only_released ON payments_payout;
    DROP FUNCTION payments_back_once();
    DROP FUNCTION payments_only_released();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0006_released_first"),
        ("releases", "0002_kept"),
    ]

    operations = [
        ONLY_RELEASED,
        same_owner("payments_payout", "credit_note_id", "payments_invoice"),
        same_owner("payments_payout", "credit_note_id", "payments_invoice", owner="currency"),
    ]
