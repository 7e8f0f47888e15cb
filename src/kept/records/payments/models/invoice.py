"""Invoices and credit notes, as they were issued."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import in_order, not_blank
from kept.records.money import amount_column, currency_column, payable
from kept.records.people.models import Language, Person
from kept.records.quotes.models import QuoteLine, QuoteVersion
from kept.records.releases.models import Giving

SEQUENCE = Cast("sequence", models.CharField())
SHA256 = "^[0-9a-f]{64}$"


class InvoiceKind(models.TextChoices):
    """What a row asks for or gives back."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class Invoice(models.Model):
    """An invoice or a credit note, written once: a mistake is put right by a credit note.

    Within a series the numbers have no gap: each row points to the one before it.
    """

    series = models.CharField(max_length=12)
    sequence = models.PositiveIntegerField()
    before = models.PositiveIntegerField(null=True)  # the sequence before; null: the first
    number = models.GeneratedField(
        expression=Concat(
            "series",
            Value("-"),
            LPad(SEQUENCE, Greatest(Length(SEQUENCE), Value(6)), Value("0")),
        ),
        output_field=models.CharField(max_length=32),
        db_persist=True,
        unique=True,
    )
    kind = models.CharField(max_length=11, choices=InvoiceKind.choices)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="invoices")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="invoices", db_constraint=False
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="credit_notes", db_constraint=False
    )
    # What the customer accepted, where that is billed.
    quote_version = models.ForeignKey(
        QuoteVersion, models.PROTECT, null=True, related_name="invoices", db_constraint=False
    )
    reason = models.CharField(max_length=500, blank=True)  # of a credit note
    # That a credit note may be given; a second person has released it where one has to.
    giving = models.ForeignKey(Giving, models.PROTECT, null=True, related_name="credit_notes")
    currency = currency_column()
    net = amount_column()
    tax = amount_column()
    total = amount_column()
    issued_on = models.DateField()
    due_on = models.DateField()
    language = models.CharField(max_length=8, choices=Language.choices)
    data = models.JSONField()  # what the PDF was made from
    sha256 = models.CharField(max_length=64)  # of the PDF, which is kept among the files
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "sequence"], name="invoice_number_once"),
            models.CheckConstraint(
                condition=Q(sequence=1, before=None)
                | Q(sequence__gt=1, before__isnull=False, sequence=F("before") + 1),
                name="invoice_follows_the_one_before",
            ),
            models.UniqueConstraint(fields=["issued_by", "key"], name="invoice_asked_once"),
            models.UniqueConstraint(fields=["id", "customer"], name="invoice_with_customer"),
            models.UniqueConstraint(fields=["id", "currency"], name="invoice_with_currency"),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("tax"), net__gte=0, tax__gte=0, total__gt=0),
                name="invoice_total_is_net_and_tax",
            ),
            payable("net", name="invoice_net_payable"),
            payable("tax", name="invoice_tax_payable"),
            in_order("issued_on", "due_on", name="invoice_due_after_issued"),
            models.CheckConstraint(
                condition=Q(kind="invoice", corrects=None, reason="")
                | Q(kind="credit_note", reason__regex=r"\S"),
                name="invoice_or_credit_note_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="invoice_has_a_sha256"),
            not_blank("series", name="invoice_in_a_series"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class InvoiceLine(models.Model):
    """One line of an invoice: so much of something at a price. Written with its invoice."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    component = models.CharField(max_length=40, blank=True)  # cost component of the policy
    quantity = models.DecimalField(max_digits=13, decimal_places=3)
    unit_price = amount_column()
    tax_rate = models.DecimalField(max_digits=7, decimal_places=4)  # per cent
    tax_code = models.CharField(max_length=20, blank=True)  # of a quote's tax
    net = amount_column()
    # The accepted line that is billed; all that is billed of it is never more than it says.
    quote_line = models.ForeignKey(
        QuoteLine, models.PROTECT, null=True, related_name="billed", db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0, net__gte=0),
                name="invoice_line_of_something",
            ),
            models.CheckConstraint(
                condition=Q(tax_rate__gte=0, tax_rate__lt=100), name="invoice_line_tax_rate"
            ),
            not_blank("text", name="invoice_line_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.position}"


class InvoiceTax(models.Model):
    """One tax on all lines of one rate, rounded once. Written with its invoice."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="taxes", db_index=False)
    code = models.CharField(max_length=20, blank=True)
    rate = models.DecimalField(max_digits=7, decimal_places=4)  # per cent
    base = amount_column()
    tax = amount_column()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "code", "rate"], name="invoice_tax_once_per_rate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.rate} %"
