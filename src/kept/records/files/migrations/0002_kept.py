from django.db import migrations

from kept.records.constraints import same_owner


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("cases", "0005_words_follow_the_case")]

    operations = [same_owner("files_attachment", "case_id", "cases_case")]
