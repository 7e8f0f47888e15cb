"""A quote as it was sent: its lines, its taxes, its sum, its bytes. All of it written once.

Rows that are written once take no lock that a foreign key asks for: what belongs to a version is
held to it by triggers.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kept.records.archive.models import Customer
from kept.records.constraints import not_blank
from kept.records.documents.models.document import SHA256
from kept.records.money import amount_column, currency_column, payable, product
from kept.records.parts.models import Part
from kept.records.people.models import Person
from kept.records.prices.models import Price
from kept.records.quotes.models.quote import Quote


class QuoteVersion(models.Model):
    """A quote as it left the house. The database checks that its lines and taxes are its sum."""

    quote = models.ForeignKey(
        Quote, models.PROTECT, related_name="versions", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the quote
    currency = currency_column()
    net = amount_column()
    tax = amount_column()
    total = amount_column()
    valid_until = models.DateTimeField()
    data = models.JSONField()  # facts and words, frozen; what the PDF was made from
    key = models.CharField(max_length=64)  # given by who sent it: the same key, the same version
    sha256 = models.CharField(max_length=64)  # of its PDF, which is kept among the files
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "number"], name="quote_version_once"),
            models.UniqueConstraint(fields=["quote", "key"], name="quote_version_once_per_key"),
            models.UniqueConstraint(fields=["id", "quote"], name="quote_version_with_quote"),
            models.UniqueConstraint(fields=["id", "customer"], name="quote_version_with_customer"),
            models.UniqueConstraint(fields=["id", "currency"], name="quote_version_with_currency"),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="quote_version_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("tax")), name="quote_version_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(net__gte=0, tax__gte=0), name="quote_version_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("sent_at")), name="quote_version_is_valid_for_a_while"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256), name="quote_version_has_a_sha256"
            ),
            not_blank("key", name="quote_version_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.quote_id} version {self.number}"


class QuoteLine(models.Model):
    """So much of something: what it costs, and the part of it that the customer pays.

    Its price comes from a list, or from the policy, or somebody typed it for a reason.
    """

    version = models.ForeignKey(
        QuoteVersion, models.PROTECT, related_name="lines", db_constraint=False
    )
    place = models.PositiveSmallIntegerField()
    component = models.CharField(max_length=40)
    part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="+")
    names = models.JSONField()
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit = models.CharField(max_length=20)
    currency = currency_column()
    unit_price = amount_column()
    amount = amount_column()
    per_cent = models.DecimalField(max_digits=7, decimal_places=4)  # that the customer pays
    taken_over = models.DecimalField(
        max_digits=19, decimal_places=4, default=0
    )  # of that, by goodwill
    charged = amount_column()
    basis = models.CharField(max_length=40, blank=True)  # the policy's price basis
    clauses = ArrayField(models.CharField(max_length=60), default=list)
    is_conditional = models.BooleanField(default=False)  # who pays depends on what is not known
    tax_code = models.CharField(max_length=20, blank=True)  # of the version's tax that is on it
    price = models.ForeignKey(Price, models.PROTECT, null=True, related_name="+", db_index=False)
    by_policy = models.BooleanField(default=False)  # the policy itself says how much
    typed_why = models.CharField(max_length=500, blank=True)
    typed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    sources = models.JSONField(default=list)  # the work done that it is about

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="quote_line_in_its_place"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="quote_line_of_something"),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0, per_cent__gte=0, per_cent__lte=100),
                name="quote_line_takes_a_share",
            ),
            payable("unit_price", name="quote_line_price_can_be_paid"),
            product("amount", "quantity", "unit_price", name="quote_line_is_its_product"),
            product(
                "charged",
                "amount",
                "per_cent",
                per_cent=True,
                less="taken_over",
                name="quote_line_share_less_goodwill",
            ),
            models.CheckConstraint(
                condition=Q(charged__gte=0, taken_over__gte=0), name="quote_line_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=False, by_policy=False)
                | Q(price=None, by_policy=True, typed_by=None)
                | Q(price=None, by_policy=False, typed_by__isnull=False, typed_why__regex=r"\S"),
                name="quote_line_price_comes_from_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(typed_by=None, typed_why="")
                | Q(typed_by__isnull=False, typed_why__regex=r"\S"),
                name="quote_line_typed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.component} {self.charged}"


class QuoteTax(models.Model):
    """A tax on some of the lines: of the sum of what is charged, rounded once."""

    version = models.ForeignKey(
        QuoteVersion, models.PROTECT, related_name="taxes", db_constraint=False
    )
    code = models.CharField(max_length=20)
    names = models.JSONField()
    currency = currency_column()
    per_cent = models.DecimalField(max_digits=7, decimal_places=4)
    base = amount_column()
    amount = amount_column()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="quote_tax_once"),
            models.CheckConstraint(
                condition=Q(per_cent__gte=0, per_cent__lte=100, base__gte=0),
                name="quote_tax_is_a_share",
            ),
            product("amount", "base", "per_cent", per_cent=True, name="quote_tax_is_its_product"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount}"
