from django.db import migrations

# What was found so far, and then what is still to come, in stretches of 50 cases.
FOUND = """
    INSERT INTO cases_replaystretch (replay_id, waiting, tries, done_at, sums)
    SELECT id, '{}', 0, coalesce(finished_at, cancelled_at, at), sums FROM cases_replay
"""
WAITING = """
    INSERT INTO cases_replaystretch (replay_id, waiting, tries, sums)
    SELECT id, array_agg(case_id ORDER BY place), 0, '{}'
    FROM cases_replay, unnest(waiting) WITH ORDINALITY AS one (case_id, place)
    GROUP BY id, (place - 1) / 50
    ORDER BY id, (place - 1) / 50
"""
# Nothing but a trial that goes on from its beginning is lost on the way back.
BACK = """
    UPDATE cases_replay AS replay SET waiting = coalesce(
        (SELECT array_agg(case_id) FROM cases_replaystretch AS stretch, unnest(waiting) AS case_id
         WHERE stretch.replay_id = replay.id), '{}')
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_stretches")]

    operations = [
        migrations.RunSQL(FOUND, BACK),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
    ]
