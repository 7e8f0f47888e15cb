from django.db import migrations

# What bills work done is an invoice that is there. The work lies below the invoices, so that its
# own migrations know nothing of them.
BILL = migrations.RunSQL(
    """
    ALTER TABLE work_taken ADD CONSTRAINT work_taken_bill_is_an_invoice
        FOREIGN KEY (bill) REFERENCES payments_invoice (number) DEFERRABLE INITIALLY DEFERRED
    """,
    "ALTER TABLE work_taken DROP CONSTRAINT work_taken_bill_is_an_invoice",
)


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0004_kept"),
        ("work", "0002_kept"),
    ]

    operations = [BILL]
