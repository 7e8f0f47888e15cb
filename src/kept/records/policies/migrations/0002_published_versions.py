from django.db import migrations

KEEP = """
CREATE FUNCTION policies_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published policy version is never changed'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER policies_keep_published BEFORE UPDATE OR DELETE ON policies_policyversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
    EXECUTE FUNCTION policies_keep_published();
ALTER TABLE policies_policyversion ENABLE ALWAYS TRIGGER policies_keep_published;
CREATE TRIGGER policies_never_emptied BEFORE TRUNCATE ON policies_policyversion
    FOR EACH STATEMENT EXECUTE FUNCTION kept_refuse_change();
ALTER TABLE policies_policyversion ENABLE ALWAYS TRIGGER policies_never_emptied;
ALTER TABLE policies_policyversion ADD CONSTRAINT policy_version_text_hash
    CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex'));
"""
LET_GO = """
ALTER TABLE policies_policyversion DROP CONSTRAINT policy_version_text_hash;
DROP TRIGGER policies_never_emptied ON policies_policyversion;
DROP TRIGGER policies_keep_published ON policies_policyversion;
DROP FUNCTION policies_keep_published();
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
