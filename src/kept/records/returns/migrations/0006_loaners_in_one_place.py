"""No unit is a loaner of ours and a customer's piece at once.

Loaners are few, and become known one by one: whoever makes one known waits for all that is being
delivered of its model. Deliveries do not wait for each other; however many they are, they take one
lock.
"""

from django.db import migrations

ONE_PLACE = """
    CREATE FUNCTION returns_loaner_lent() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('loaners of ' || NEW.product_id, 0));
        IF EXISTS (SELECT FROM archive_equipment WHERE product_id = NEW.product_id
                AND upper(serial_number) = upper(NEW.serial_number) AND left_at IS NULL) THEN
            RAISE EXCEPTION 'loaner_is_ours: a customer has it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'loaner_is_ours';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER loaner_is_ours AFTER INSERT OR UPDATE OF product_id, serial_number, retired_at
        ON returns_loanerunit FOR EACH ROW WHEN (NEW.retired_at IS NULL)
        EXECUTE FUNCTION returns_loaner_lent();

    CREATE FUNCTION returns_loaner_delivered() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('loaners of ' || NEW.product_id, 0));
        IF EXISTS (SELECT FROM returns_loanerunit WHERE product_id = NEW.product_id
                AND upper(serial_number) = upper(NEW.serial_number) AND retired_at IS NULL) THEN
            RAISE EXCEPTION 'loaner_is_ours: it is in the pool'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'loaner_is_ours';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER loaner_is_ours AFTER INSERT OR UPDATE OF left_at, serial_number, product_id
        ON archive_equipment FOR EACH ROW WHEN (NEW.left_at IS NULL)
        EXECUTE FUNCTION returns_loaner_delivered();
"""
ANYWHERE = """
    DROP TRIGGER loaner_is_ours ON archive_equipment;
    DROP TRIGGER loaner_is_ours ON returns_loanerunit;
    DROP FUNCTION returns_loaner_delivered();
    DROP FUNCTION returns_loaner_lent();
"""


class Migration(migrations.Migration):
    dependencies = [("returns", "0005_loaners_that_stay")]

    operations = [migrations.RunSQL(ONE_PLACE, ANYWHERE)]
