import django.db.models.deletion
from django.db import migrations, models

from kept.records.constraints import append_only, pointed_at

# Rows of decisions point to what they give from now on; so for once they are changed.
[GUARD] = append_only("claims_decision")
OPEN = migrations.RunSQL(GUARD.reverse_sql or (), GUARD.sql)
# What a second person said moves to where it stands for all that gives money away.
MOVED = migrations.RunSQL(
    """
    SET CONSTRAINTS ALL IMMEDIATE;
    INSERT INTO releases_giving (kind, customer_id, case_id, about, currency, amount, gives, pays,
        is_judged, subject, payee, reason, what, needs_second, asked_at, asked_by_id, key)
    SELECT 'decision', customer_id, case_id, 'case ' || case_id, currency, amount, true,
        outcome = 'payout', worked_out IS DISTINCT FROM amount,
        left(coalesce(names ->> 'en', names ->> 'zh-hans', names ->> 'zh-hant'), 200), payee,
        reason, jsonb_build_object('names', names), needs_second, decided_at, decided_by_id, 'decision ' || id
    FROM claims_decision WHERE amount > 0 ORDER BY id;
    UPDATE claims_decision SET giving_id = giving.id FROM releases_giving giving
        WHERE giving.kind = 'decision' AND giving.asked_by_id = decided_by_id
            AND giving.key = 'decision ' || claims_decision.id;
    INSERT INTO releases_release (giving_id, asked_by_id, released, reason, at, by_id)
    SELECT decision.giving_id, review.decided_by_id, agreed, review.reason, review.at, review.by_id
    FROM claims_review review JOIN claims_decision decision ON decision.id = review.decision_id
    ORDER BY review.id;
    UPDATE claims_decision SET instead_of_id = -released.id
        FROM claims_review review
            JOIN claims_decision before ON before.id = review.decision_id
            JOIN releases_release released ON released.giving_id = before.giving_id
        WHERE claims_decision.instead_of_id = review.id;
    UPDATE claims_decision SET instead_of_id = -instead_of_id WHERE instead_of_id < 0;
    SET CONSTRAINTS ALL DEFERRED;
    """,
    migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0006_claims_of_returns"),
        ("releases", "0002_kept"),
    ]

    operations = [
        OPEN,
        migrations.AddField(
            model_name="decision",
            name="giving",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision",
                to="releases.giving",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="instead_of",
            field=models.OneToOneField(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successor",
                to="releases.release",
            ),
        ),
        MOVED,
        migrations.DeleteModel(name="Review"),
        migrations.RemoveField(model_name="decision", name="needs_second"),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), ("giving", None))
                | models.Q(("amount__gt", 0), ("giving__isnull", False)),
                name="decision_gives_by_a_giving",
            ),
        ),
        GUARD,
        pointed_at("claims_decision"),
    ]
