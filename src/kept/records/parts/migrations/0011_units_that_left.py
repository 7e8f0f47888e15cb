"""What lies with us by a return was taken out of use, and has left its customer."""

from django.db import migrations

LEFT = """
    UPDATE archive_equipment AS piece
    SET left_at = day.recorded_at, left_by_id = day.recorded_by_id
    FROM archive_milestone AS day, archive_productmodel AS model, parts_part AS part,
        parts_serialunit AS unit
    WHERE day.equipment_id = piece.id AND day.kind = 'retired' AND day.superseded_at IS NULL
        AND model.id = piece.product_id
        AND upper(part.brand) = upper(model.brand) AND upper(part.number) = upper(model.code)
        AND unit.part_id = part.id AND upper(unit.serial_number) = upper(piece.serial_number)
        AND unit.place_id IS NOT NULL AND unit.condition <> 'removed' AND piece.left_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0007_units_come_and_go"), ("parts", "0010_whole_units")]

    operations = [migrations.RunSQL(LEFT, migrations.RunSQL.noop)]
