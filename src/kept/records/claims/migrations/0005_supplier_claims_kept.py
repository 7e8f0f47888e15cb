from django.db import migrations

from kept.records.constraints import append_only, pointed_at, same_owner

TABLES = ("supplierclaim", "supplierdecision", "recovery")
UNDOES = """
    ALTER TABLE claims_recovery ADD CONSTRAINT claims_recovery_undoes_the_same
        FOREIGN KEY (undoes_id, claim_id, amount) REFERENCES claims_recovery (id, claim_id, amount)
        DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0004_supplier_claims"),
        ("ledger", "0002_append_only"),
        ("returns", "0003_handed_in"),
    ]

    operations = [
        same_owner("claims_supplierclaim", "case_id", "cases_case"),
        same_owner("claims_supplierclaim", "rma_id", "returns_rma"),
        migrations.RunSQL(
            """
            ALTER TABLE claims_supplierclaim ADD CONSTRAINT claims_supplierclaim_decision
                FOREIGN KEY (decision_id) REFERENCES claims_decision (id)
                DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE claims_supplierclaim DROP CONSTRAINT claims_supplierclaim_decision",
        ),
        *(
            same_owner(f"claims_{table}", "claim_id", "claims_supplierclaim", owner="currency")
            for table in ("supplierdecision", "recovery", "supplierbalance")
        ),
        migrations.RunSQL(
            UNDOES, "ALTER TABLE claims_recovery DROP CONSTRAINT claims_recovery_undoes_the_same"
        ),
        *(step for table in TABLES for step in append_only(f"claims_{table}")),
        *(pointed_at(f"claims_{table}") for table in ("supplierclaim", "recovery")),
    ]
