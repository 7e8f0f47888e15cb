from django.db import migrations

from kept.records.constraints import same_owner

# All that stands of one decision of goodwill never comes to more than it says.
NO_MORE = migrations.RunSQL(
    """
    CREATE FUNCTION quotes_no_more_taken_over() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        most numeric;
        used numeric;
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('goodwill of case ' || NEW.case_id, 0));
        SELECT (values ->> 'amount')::numeric INTO most FROM cases_casefact
            WHERE case_id = NEW.case_id AND seq = NEW.fact AND kind = 'goodwill.granted'
                AND values ->> 'currency' = NEW.currency;
        SELECT coalesce(sum(taken.amount), 0) INTO used FROM quotes_takenover taken
            LEFT JOIN quotes_quoteversion version ON version.id = taken.version_id
            LEFT JOIN quotes_quote quote ON quote.id = version.quote_id
            LEFT JOIN quotes_answer answer ON answer.version_id = version.id
        WHERE taken.case_id = NEW.case_id AND taken.fact = NEW.fact AND (
            (taken.version_id IS NULL AND taken.freed_at IS NULL)
            OR ((quote.expires_at IS NOT NULL OR answer.outcome = 'accepted') AND NOT EXISTS (
                SELECT FROM quotes_quoteversion newer
                WHERE newer.quote_id = version.quote_id AND newer.number > version.number
            ))
        );
        IF most IS NULL OR used + NEW.amount > most THEN
            RAISE EXCEPTION 'goodwill % of case % goes up to %', NEW.fact, NEW.case_id, most
                USING ERRCODE = 'check_violation', CONSTRAINT = 'goodwill_goes_so_far';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER quotes_takenover_no_more BEFORE INSERT ON quotes_takenover
        FOR EACH ROW EXECUTE FUNCTION quotes_no_more_taken_over();
    CREATE FUNCTION quotes_takenover_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE kept quotes_takenover;
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.freed_at IS NULL THEN
            kept := NEW;
            kept.freed_at := NULL;
            kept.freed_by_id := NULL;
            IF kept IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION 'what goodwill took over is written once' USING ERRCODE = '23514';
    END $$;
    CREATE TRIGGER quotes_takenover_kept BEFORE UPDATE OR DELETE ON quotes_takenover
        FOR EACH ROW EXECUTE FUNCTION quotes_takenover_kept();
    CREATE TRIGGER quotes_takenover_never_emptied BEFORE TRUNCATE ON quotes_takenover
        FOR EACH STATEMENT EXECUTE FUNCTION kept_refuse_change();
    ALTER TABLE quotes_takenover ENABLE ALWAYS TRIGGER quotes_takenover_kept;
    ALTER TABLE quotes_takenover ENABLE ALWAYS TRIGGER quotes_takenover_never_emptied;
    """,
    """
    DROP TRIGGER quotes_takenover_never_emptied ON quotes_takenover;
    DROP TRIGGER quotes_takenover_kept ON quotes_takenover;
    DROP FUNCTION quotes_takenover_kept();
    DROP TRIGGER quotes_takenover_no_more ON quotes_takenover;
    DROP FUNCTION quotes_no_more_taken_over();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_words_follow_the_case"),
        ("ledger", "0002_append_only"),
        ("quotes", "0006_taken_over"),
    ]

    operations = [same_owner("quotes_takenover", "case_id", "cases_case"), NO_MORE]
