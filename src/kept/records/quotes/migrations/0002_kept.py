from django.db import migrations

from kept.records.constraints import append_only, same_owner

# When the transaction ends, the lines and taxes of every version that was written are its sum.
ADDS_UP = """
CREATE FUNCTION quotes_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told quotes_quoteversion%ROWTYPE;
    which bigint := coalesce((to_jsonb(NEW) ->> 'version_id')::bigint, NEW.id);
BEGIN
    SELECT * INTO told FROM quotes_quoteversion WHERE id = which;
    IF NOT FOUND OR told.currency <> NEW.currency
        OR told.net <> (SELECT coalesce(sum(charged), 0) FROM quotes_quoteline WHERE version_id = which)
        OR told.tax <> (SELECT coalesce(sum(amount), 0) FROM quotes_quotetax WHERE version_id = which)
    THEN
        RAISE EXCEPTION 'the lines of quote version % are not its sum', which
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
# What is said of a version is said of one that there is; an answer is about its newest bytes.
OF_ITS_VERSION = """
CREATE FUNCTION quotes_of_its_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told quotes_quoteversion%ROWTYPE;
    said jsonb := to_jsonb(NEW);
BEGIN
    IF NEW.version_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO told FROM quotes_quoteversion WHERE id = NEW.version_id;
    IF NOT FOUND OR told.customer_id <> NEW.customer_id
        OR told.quote_id <> coalesce((said ->> 'quote_id')::bigint, told.quote_id)
        OR told.sha256 <> coalesce(said ->> 'sha256', told.sha256)
    THEN
        RAISE EXCEPTION 'quote version % is another one', NEW.version_id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF TG_TABLE_NAME = 'quotes_answer' AND EXISTS (
        SELECT FROM quotes_quoteversion WHERE quote_id = told.quote_id AND number > told.number
    ) THEN
        RAISE EXCEPTION 'quote version % is not the newest', NEW.version_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""


def adds_up(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE CONSTRAINT TRIGGER {table}_adds_up AFTER INSERT ON {table}
            DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION quotes_adds_up();
        """,
        f"DROP TRIGGER {table}_adds_up ON {table}",
    )


def of_its_version(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_of_its_version BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION quotes_of_its_version();
        """,
        f"DROP TRIGGER {table}_of_its_version ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_words_follow_the_case"),
        ("quotes", "0001_initial"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        same_owner("quotes_quote", "case_id", "cases_case"),
        same_owner("quotes_quoteversion", "quote_id", "quotes_quote"),
        same_owner("quotes_exchange", "quote_id", "quotes_quote"),
        same_owner("quotes_answer", "quote_id", "quotes_quote"),
        same_owner("quotes_answer", "link_id", "quotes_quotelink", owner="version_id"),
        migrations.RunSQL(ADDS_UP, "DROP FUNCTION quotes_adds_up()"),
        adds_up("quotes_quoteversion"),
        adds_up("quotes_quoteline"),
        adds_up("quotes_quotetax"),
        migrations.RunSQL(OF_ITS_VERSION, "DROP FUNCTION quotes_of_its_version()"),
        of_its_version("quotes_quotelink"),
        of_its_version("quotes_exchange"),
        of_its_version("quotes_answer"),
        *append_only("quotes_quoteversion"),
        *append_only("quotes_quoteline"),
        *append_only("quotes_quotetax"),
        *append_only("quotes_exchange"),
        *append_only("quotes_answer"),
    ]
