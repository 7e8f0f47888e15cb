from django.contrib.postgres.indexes import GinIndex
from django.db import migrations
from django.db.models import Q

FILL = """
    UPDATE cases_casewords AS words SET state = kase.state
    FROM cases_case AS kase WHERE kase.id = words.case_id AND kase.state <> words.state
"""
FOLLOW = """
    ALTER TABLE cases_casewords ADD CONSTRAINT cases_casewords_state_of_case
        FOREIGN KEY (case_id, state) REFERENCES cases_case (id, state)
        ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
APART = "ALTER TABLE cases_casewords DROP CONSTRAINT cases_casewords_state_of_case"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_words_by_state")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOW, APART),
        migrations.AddIndex(
            "casewords",
            GinIndex(fields=["grams"], name="case_words_open", condition=Q(state="open")),
        ),
        migrations.AddIndex(
            "casewords",
            GinIndex(fields=["grams"], name="case_words_closed", condition=Q(state="closed")),
        ),
    ]
