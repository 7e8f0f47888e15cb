from django.db import migrations

WAITING = """
UPDATE quotes_quote SET expires_at = last.valid_until
FROM (
    SELECT DISTINCT ON (quote_id) id, quote_id, valid_until
    FROM quotes_quoteversion ORDER BY quote_id, number DESC
) AS last
WHERE last.quote_id = quotes_quote.id AND withdrawn_at IS NULL
    AND NOT EXISTS (SELECT FROM quotes_answer WHERE version_id = last.id)
"""


class Migration(migrations.Migration):
    dependencies = [("quotes", "0003_runs_out")]

    operations = [migrations.RunSQL(WAITING, "UPDATE quotes_quote SET expires_at = NULL")]
