from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_same_customer"),
        ("policies", "0003_only_published"),
    ]

    operations = [
        migrations.RunSQL(
            """
            CREATE TRIGGER contract_version_published
                BEFORE INSERT OR UPDATE OF version_id ON contracts_contract
                FOR EACH ROW EXECUTE FUNCTION policies_require_published()
            """,
            "DROP TRIGGER contract_version_published ON contracts_contract",
        )
    ]
