from typing import Any

from django.db import migrations, models

from kept.records.parts.finding import found_by


def work_out(apps: Any, _editor: Any) -> None:
    for part in apps.get_model("parts", "Part").objects.all():
        texts = (part.brand, part.number, f"{part.brand} {part.number}", part.model)
        part.found_by = found_by((*texts, part.specification, *part.families), part.names)
        part.save(update_fields=["found_by"])


class Migration(migrations.Migration):
    dependencies = [("parts", "0006_sorting")]

    operations = [
        migrations.AddField("part", "found_by", models.TextField(default="")),
        migrations.RunPython(work_out, migrations.RunPython.noop),
    ]
