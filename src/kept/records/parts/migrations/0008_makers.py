from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parts", "0007_found_by")]

    operations = [
        migrations.AddField("part", "maker", models.CharField(blank=True, max_length=120)),
    ]
