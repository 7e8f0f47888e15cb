"""What somebody did on a case."""

from __future__ import annotations

from typing import cast

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import not_blank, only, paired
from kept.records.files.models import Attachment
from kept.records.money import payable
from kept.records.people.models import Person


class WorkKind(models.TextChoices):
    """What was put into a case."""

    TIME = "time", _("Time worked")
    TRAVEL = "travel", _("Travel")
    EXPENSE = "expense", _("Expense")


class Where(models.TextChoices):
    """Where somebody worked."""

    ON_SITE = "on_site", _("on site")
    REMOTE = "remote", _("remotely")
    WORKSHOP = "workshop", _("in the workshop")


NO_TIME = Q(started_at=None, ended_at=None)
NO_WAY = Q(kilometres=None, trips=None)
NO_MONEY = Q(amount=None, currency="", receipt=None)
BY_KIND = (
    (Q(kind=WorkKind.TIME, where__in=Where.values, started_at__isnull=False) & NO_WAY & NO_MONEY)
    | (
        Q(kind=WorkKind.TRAVEL, where="")
        & NO_MONEY
        & (Q(ended_at__isnull=False) | Q(started_at=None))
        & (Q(started_at__isnull=False) | Q(kilometres__gt=0) | Q(trips__gt=0))
    )
    | (Q(kind=WorkKind.EXPENSE, where="", amount__gt=0) & NO_TIME & NO_WAY)
)


class Entry(models.Model):
    """Time, travel or an expense of somebody for a case.

    Written once. Work that began has no end until it is stopped; a mistake is withdrawn for a
    reason, and what is right is another entry (`replaces`). The database lets nothing else change.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="work", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="work", db_index=False)
    kind = models.CharField(max_length=7, choices=WorkKind.choices)
    component = models.CharField(max_length=40)  # of the policies: labour, travel, diagnosis, …
    at = models.DateTimeField()  # when it was, or began
    where = models.CharField(max_length=8, choices=Where.choices, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    kilometres = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    trips = models.PositiveSmallIntegerField(null=True)  # there and back again is one
    amount = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)
    receipt = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    text = models.CharField(max_length=500, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "at"], name="work_of_case"),
            models.Index(fields=["person", "at"], name="work_of_person"),
            models.Index(fields=["customer", "at"], name="work_for_customer"),
        ]
        constraints = [
            models.CheckConstraint(condition=BY_KIND, name="work_says_what_its_kind_says"),
            models.CheckConstraint(
                condition=Q(started_at=None, ended_at=None)
                | (Q(started_at=F("at")) & (Q(ended_at=None) | Q(ended_at__gt=F("started_at")))),
                name="work_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=(Q(kilometres=None) | Q(kilometres__gt=0))
                & (Q(trips=None) | Q(trips__gt=0)),
                name="work_goes_some_way",
            ),
            models.CheckConstraint(
                condition=~Q(kind=WorkKind.EXPENSE) | Q(text__regex=r"\S"),
                name="work_expense_says_what",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0), name="work_expense_of_something"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | cast("Q", payable("amount", name="").condition),
                name="work_expense_payable",
            ),
            not_blank("component", name="work_has_a_component"),
            ExclusionConstraint(
                name="work_one_thing_at_a_time",
                expressions=[
                    (only("person"), "&&"),
                    (Func(F("started_at"), F("ended_at"), function="tstzrange"), "&&"),
                ],
                condition=Q(withdrawn_at=None, started_at__isnull=False),
            ),
            models.UniqueConstraint(fields=["recorded_by", "key"], name="work_asked_once"),
            paired("withdrawn_at", "withdrawn_by", name="work_withdrawn_by_someone"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_why__regex=r"\S"),
                name="work_withdrawn_for_a_reason",
            ),
        ]

    @property
    def seconds(self) -> int:
        """Return how long it took, as its bands sum up to it; zero without an end."""
        if self.started_at is None or self.ended_at is None:
            return 0
        return int(self.ended_at.timestamp()) - int(self.started_at.timestamp())

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id} for case {self.case_id}"
