"""The page of a return that its customer opens without an account."""

from __future__ import annotations

from django.db import models

from kept.records.archive.models import Customer
from kept.records.constraints import not_blank
from kept.records.people.models import Language, Person
from kept.records.returns.models import Rma


class ReturnPage(models.Model):
    """Whoever has its address follows the return. The address is worked out of `seed`."""

    rma = models.OneToOneField(Rma, models.PROTECT, related_name="page")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # who asked, as they said or as on file
    address = models.EmailField(blank=True)  # where its mails go; empty: they look at the page
    through = models.CharField(max_length=80, blank=True)  # how it was asked for, by whom of others
    language = models.CharField(max_length=8, choices=Language.choices)
    seed = models.CharField(max_length=32, unique=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            not_blank("seed", name="return_page_has_a_seed"),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values), name="return_page_language_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rma_id}"
