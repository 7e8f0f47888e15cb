from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0004_waiting_quotes"),
    ]

    operations = [
        migrations.AddField(
            model_name="quoteline",
            name="sources",
            field=models.JSONField(default=list),
        ),
    ]
