from django.db import migrations, models

KINDS = [
    ("goodwill", "goodwill"),
    ("supplier", "less from a supplier"),
    ("decision", "decision about a claim"),
    ("credit_note", "credit note"),
    ("refund", "refund of a payment"),
    ("credit_payout", "pay-out of a credit note"),
]
# What one person gives alone is added up here as well: two at once, or a path that did not look,
# never come to more together than the limit that held.
ALONE = migrations.RunSQL(
    """
    CREATE FUNCTION releases_alone_up_to() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        most numeric := NEW.amount;
    BEGIN
        IF NEW.is_judged THEN
            PERFORM pg_advisory_xact_lock(hashtextextended('giving ' || NEW.about, 0));
            SELECT NEW.amount + greatest(
                coalesce(sum(amount) FILTER (WHERE gives AND NEW.gives), 0),
                coalesce(sum(amount) FILTER (WHERE pays AND NEW.pays), 0)
            ) INTO most FROM releases_giving
                WHERE about = NEW.about AND currency = NEW.currency
                    AND is_judged AND NOT needs_second;
        END IF;
        IF most > NEW.alone_up_to THEN
            RAISE EXCEPTION 'nobody gives % % for % alone', NEW.currency, most, NEW.about
                USING ERRCODE = 'check_violation', CONSTRAINT = 'giving_alone_up_to';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER releases_giving_alone_up_to BEFORE INSERT ON releases_giving
        FOR EACH ROW WHEN (NOT NEW.needs_second) EXECUTE FUNCTION releases_alone_up_to();
    """,
    """
    DROP TRIGGER releases_giving_alone_up_to ON releases_giving;
    DROP FUNCTION releases_alone_up_to();
    """,
)
# A decision of goodwill is recorded as it was asked for, once nobody has to release it any more.
ONLY_GIVEN = migrations.RunSQL(
    """
    CREATE FUNCTION releases_goodwill_was_given() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        told releases_giving%ROWTYPE;
    BEGIN
        SELECT * INTO told FROM releases_giving
            WHERE id = substring(NEW.key from '^goodwill ([0-9]{1,18})$')::bigint;
        IF told.id IS NULL OR told.kind <> 'goodwill' OR told.case_id <> NEW.case_id
            OR NEW.corrects IS NOT NULL
            OR NEW.values ->> 'component' IS DISTINCT FROM told.what ->> 'component'
            OR (NEW.values ->> 'per_cent')::numeric
                IS DISTINCT FROM (told.what ->> 'per_cent')::numeric
            OR (NEW.values ->> 'amount')::numeric IS DISTINCT FROM told.amount
            OR NEW.values ->> 'currency' IS DISTINCT FROM told.currency
            OR (told.needs_second AND NOT EXISTS (
                SELECT FROM releases_release WHERE giving_id = told.id AND released
            ))
        THEN
            RAISE EXCEPTION 'nobody may give this goodwill yet'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'goodwill_was_given';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER cases_casefact_goodwill_was_given BEFORE INSERT ON cases_casefact
        FOR EACH ROW WHEN (NEW.kind = 'goodwill.granted')
        EXECUTE FUNCTION releases_goodwill_was_given();
    """,
    """
    DROP TRIGGER cases_casefact_goodwill_was_given ON cases_casefact;
    DROP FUNCTION releases_goodwill_was_given();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_owed_since"),
        ("releases", "0002_kept"),
    ]

    operations = [
        migrations.AlterField(
            model_name="giving",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=13),
        ),
        migrations.AddField(
            model_name="giving",
            name="alone_up_to",
            # What was given before was looked at by the service alone.
            field=models.DecimalField(decimal_places=4, default=0, max_digits=19),
            preserve_default=False,
        ),
        ALONE,
        ONLY_GIVEN,
    ]
