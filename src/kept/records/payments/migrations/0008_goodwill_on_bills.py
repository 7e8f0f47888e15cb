from django.db import migrations

# What goodwill took off an invoice names one that is there. It lies below the invoices.
BILL = migrations.RunSQL(
    """
    CREATE FUNCTION payments_bill_is_there() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM payments_invoice WHERE number = NEW.bill) THEN
            RAISE EXCEPTION 'there is no invoice %', NEW.bill
                USING ERRCODE = 'foreign_key_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER quotes_takenover_bill_is_there BEFORE INSERT ON quotes_takenover
        FOR EACH ROW WHEN (NEW.bill <> '') EXECUTE FUNCTION payments_bill_is_there();
    """,
    """
    DROP TRIGGER quotes_takenover_bill_is_there ON quotes_takenover;
    DROP FUNCTION payments_bill_is_there();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0007_kept"),
        ("quotes", "0007_no_more_than_decided"),
    ]

    operations = [BILL]
