from django.db import migrations

from kept.records.constraints import append_only, same_owner


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_words_follow_the_case"),
        ("documents", "0001_documents"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        same_owner("documents_document", "case_id", "cases_case"),
        same_owner("documents_version", "document_id", "documents_document"),
        *append_only("documents_version"),
    ]
