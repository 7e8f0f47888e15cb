from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_words_follow_the_case")]

    operations = [
        migrations.AddField("casefact", "against", models.JSONField(default=list)),
        migrations.AddField(
            "casefact",
            "despite",
            models.CharField(blank=True, max_length=2000, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "casefact",
            models.CheckConstraint(
                condition=Q(against=[], despite="") | (~Q(against=[]) & ~Q(despite="")),
                name="fact_against_the_policy_says_why",
            ),
        ),
    ]
