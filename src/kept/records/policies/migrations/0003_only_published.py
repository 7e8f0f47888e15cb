from django.db import migrations

REQUIRE = """
CREATE FUNCTION policies_require_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM policies_policyversion
        WHERE id = NEW.version_id AND published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'only a published policy version can hold'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER company_policy_published
    BEFORE INSERT OR UPDATE OF version_id ON policies_companypolicy
    FOR EACH ROW EXECUTE FUNCTION policies_require_published();
"""
LET_GO = """
DROP TRIGGER company_policy_published ON policies_companypolicy;
DROP FUNCTION policies_require_published();
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_published_versions")]

    operations = [migrations.RunSQL(REQUIRE, LET_GO)]
