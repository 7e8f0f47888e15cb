from django.db import migrations, models

# Another policy parts the hours of an entry otherwise, under other names of shares: together no
# more of them are billed than there were.
HOURS_ONCE = migrations.RunSQL(
    """
    CREATE FUNCTION work_hours_once() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        whole work_entry;
    BEGIN
        SELECT * INTO whole FROM work_entry WHERE id = NEW.entry_id FOR NO KEY UPDATE;
        IF NEW.seconds + (
            SELECT coalesce(sum(seconds), 0) FROM work_taken
            WHERE entry_id = NEW.entry_id AND freed_at IS NULL
        ) > floor(extract(epoch FROM whole.ended_at)) - floor(extract(epoch FROM whole.started_at))
        THEN
            RAISE EXCEPTION 'no more hours of entry % are billed than it took', NEW.entry_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'taken_hours_once';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER work_taken_hours_once BEFORE INSERT ON work_taken
        FOR EACH ROW WHEN (NEW.seconds > 0) EXECUTE FUNCTION work_hours_once();
    """,
    """
    DROP TRIGGER work_taken_hours_once ON work_taken;
    DROP FUNCTION work_hours_once();
    """,
)


class Migration(migrations.Migration):
    dependencies = [("work", "0002_kept")]

    operations = [
        migrations.AddField(
            model_name="taken",
            name="seconds",
            field=models.PositiveIntegerField(default=0),
        ),
        HOURS_ONCE,
    ]
