"""What somebody else asks for repairing at our cost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import not_blank
from kept.records.money import amount_column, currency_column, payable
from kept.records.people.models import Person


class ThirdPartyBill(models.Model):
    """The invoice of a third party that the customer called in. Append-only.

    One number of one firm comes once, whatever case it is sent in for.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="third_party_bills", db_constraint=False
    )
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    firm = models.CharField(max_length=200)
    number = models.CharField(max_length=80)
    dated_on = models.DateField()
    text = models.CharField(max_length=500)  # what was done
    paid_by_customer = models.BooleanField()  # then the customer gets it back, else the firm
    currency = currency_column()
    amount = amount_column()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(Upper("firm"), Upper("number"), name="third_party_bill_once"),
            models.UniqueConstraint(fields=["recorded_by", "key"], name="third_party_bill_asked"),
            models.UniqueConstraint(fields=["id", "case"], name="third_party_bill_with_case"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="third_party_bill_of_something"),
            payable("amount", name="third_party_bill_payable"),
            not_blank("firm", name="third_party_bill_of_somebody"),
            not_blank("number", name="third_party_bill_has_a_number"),
            not_blank("text", name="third_party_bill_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.firm} {self.number}"
