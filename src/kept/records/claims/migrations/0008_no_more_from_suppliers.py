import django.db.models.deletion
from django.db import migrations, models

# Suppliers together owe no more than what was given because of them: what they agreed to, else what
# was claimed, under a lock of what was given.
NO_MORE = migrations.RunSQL(
    """
    CREATE FUNCTION claims_no_more_than_given() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        what bigint := (SELECT decision_id FROM claims_supplierclaim WHERE id = NEW.claim_id);
        told claims_decision%ROWTYPE;
        owed numeric;
    BEGIN
        IF what IS NULL OR (TG_OP = 'UPDATE' AND coalesce(NEW.decided, NEW.claimed)
            <= coalesce((to_jsonb(OLD) ->> 'decided')::numeric, OLD.claimed))
        THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('claims for decision ' || what, 0));
        SELECT * INTO told FROM claims_decision WHERE id = what;
        SELECT sum(coalesce(balance.decided, balance.claimed)) INTO owed
            FROM claims_supplierbalance balance
            JOIN claims_supplierclaim claim ON claim.id = balance.claim_id
            WHERE claim.decision_id = what;
        IF owed > told.amount OR NEW.currency <> told.currency THEN
            RAISE EXCEPTION 'suppliers owe no more than decision % gave', what
                USING ERRCODE = 'check_violation', CONSTRAINT = 'suppliers_owe_what_was_given';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER claims_supplierbalance_no_more AFTER INSERT OR UPDATE OF decided, claimed
        ON claims_supplierbalance FOR EACH ROW EXECUTE FUNCTION claims_no_more_than_given();
    """,
    """
    DROP TRIGGER claims_supplierbalance_no_more ON claims_supplierbalance;
    DROP FUNCTION claims_no_more_than_given();
    """,
)
# Less than before is agreed to only where so much may be given up.
ONLY_RELEASED = migrations.RunSQL(
    """
    CREATE FUNCTION claims_less_was_given_up() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        claim claims_supplierclaim%ROWTYPE;
        told releases_giving%ROWTYPE;
        less numeric;
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('supplier claim ' || NEW.claim_id, 0));
        SELECT * INTO claim FROM claims_supplierclaim WHERE id = NEW.claim_id;
        less := coalesce(
            (SELECT amount FROM claims_supplierdecision WHERE claim_id = NEW.claim_id
                ORDER BY id DESC LIMIT 1),
            claim.amount
        ) - NEW.amount;
        SELECT * INTO told FROM releases_giving WHERE id = NEW.giving_id;
        IF less > 0 AND (
            told.id IS NULL OR told.kind <> 'supplier' OR told.case_id <> claim.case_id
            OR told.currency <> NEW.currency OR told.amount < less
            OR (told.what ->> 'claim')::bigint <> NEW.claim_id
            OR (told.needs_second AND NOT EXISTS (
                SELECT FROM releases_release WHERE giving_id = told.id AND released
            ))
        ) THEN
            RAISE EXCEPTION 'nobody may give up so much of claim % yet', NEW.claim_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'only_what_was_released';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER claims_supplierdecision_given_up BEFORE INSERT ON claims_supplierdecision
        FOR EACH ROW EXECUTE FUNCTION claims_less_was_given_up();
    """,
    """
    DROP TRIGGER claims_supplierdecision_given_up ON claims_supplierdecision;
    DROP FUNCTION claims_less_was_given_up();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0007_released_by_a_second_person"),
        ("releases", "0003_goodwill"),
    ]

    operations = [
        migrations.AddField(
            model_name="supplierdecision",
            name="giving",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supplier_decision",
                to="releases.giving",
            ),
        ),
        NO_MORE,
        ONLY_RELEASED,
    ]
