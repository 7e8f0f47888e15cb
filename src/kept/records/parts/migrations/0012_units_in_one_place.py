"""No unit is in a store of ours and with a customer at once; what lies with us has left already.

The part of a model is the one with its brand and number. What was taken out on site lies in a van
and is the customer's until somebody decides about it, so that condition is left out. Two who say
both at once wait for each other: of a unit's name, a store and a customer are never heard at once.
There are 512 such locks for all names, because a customer's list brings thousands of units in one
transaction and the database has room for some thousand locks; customers share them. What lay with
us before may go on from place to place, whatever the archive said of it then.
"""

from django.db import migrations

ONE_PLACE = """
    CREATE FUNCTION parts_unit_stored() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        model bigint;
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.place_id IS NOT NULL AND OLD.condition <> 'removed' THEN
            RETURN NULL;
        END IF;
        SELECT archive_productmodel.id INTO model FROM archive_productmodel JOIN parts_part
            ON upper(archive_productmodel.brand) = upper(parts_part.brand)
            AND upper(archive_productmodel.code) = upper(parts_part.number)
            WHERE parts_part.id = NEW.part_id;
        IF model IS NULL THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtext('unit'), (511 &
            hashtextextended(model || ' ' || upper(NEW.serial_number), 0))::int);
        IF EXISTS (SELECT FROM archive_equipment WHERE product_id = model
                AND upper(serial_number) = upper(NEW.serial_number) AND left_at IS NULL) THEN
            RAISE EXCEPTION 'unit_in_one_place: a customer has it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_in_one_place';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER unit_in_one_place AFTER INSERT OR UPDATE OF place_id, condition
        ON parts_serialunit FOR EACH ROW
        WHEN (NEW.place_id IS NOT NULL AND NEW.condition <> 'removed')
        EXECUTE FUNCTION parts_unit_stored();

    CREATE FUNCTION parts_unit_delivered() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        whole bigint;
    BEGIN
        SELECT parts_part.id INTO whole FROM parts_part JOIN archive_productmodel
            ON upper(archive_productmodel.brand) = upper(parts_part.brand)
            AND upper(archive_productmodel.code) = upper(parts_part.number)
            WHERE archive_productmodel.id = NEW.product_id;
        IF whole IS NULL THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock_shared(hashtext('unit'), (511 &
            hashtextextended(NEW.product_id || ' ' || upper(NEW.serial_number), 0))::int);
        IF EXISTS (SELECT FROM parts_serialunit WHERE part_id = whole
                AND upper(serial_number) = upper(NEW.serial_number)
                AND place_id IS NOT NULL AND condition <> 'removed') THEN
            RAISE EXCEPTION 'unit_in_one_place: it lies in a store'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_in_one_place';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER unit_in_one_place AFTER INSERT OR UPDATE OF left_at, serial_number, product_id
        ON archive_equipment FOR EACH ROW WHEN (NEW.left_at IS NULL)
        EXECUTE FUNCTION parts_unit_delivered();
"""
ANYWHERE = """
    DROP TRIGGER unit_in_one_place ON archive_equipment;
    DROP TRIGGER unit_in_one_place ON parts_serialunit;
    DROP FUNCTION parts_unit_delivered();
    DROP FUNCTION parts_unit_stored();
"""


class Migration(migrations.Migration):
    dependencies = [("parts", "0011_units_that_left")]

    operations = [migrations.RunSQL(ONE_PLACE, ANYWHERE)]
