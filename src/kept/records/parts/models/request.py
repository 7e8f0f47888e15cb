"""What a case needs: from the need to the part in the machine."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import not_blank, paired
from kept.records.parts.models.catalogue import Part
from kept.records.parts.models.movement import Movement
from kept.records.parts.models.stock import DECIMALS, DIGITS, Reservation
from kept.records.people.models import Person


class RequestEnd(models.TextChoices):
    """How a request for a part ended."""

    FITTED = "fitted", _("fitted")
    WITHDRAWN = "withdrawn", _("not needed any more")


class PartRequest(models.Model):
    """So much of a part is needed for a case. The fact `fact_seq` of the case says so too."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="part_requests", db_constraint=False
    )
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    needed_by = models.DateTimeField(null=True)  # where somebody named a time; else the promise
    note = models.CharField(max_length=500, blank=True)
    fact_seq = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    end = models.CharField(max_length=9, choices=RequestEnd.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="part_request_open", condition=Q(end="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="part_request_of_something"),
            models.UniqueConstraint(fields=["asked_by", "key"], name="part_request_asked_once"),
            paired("ended_at", "ended_by", name="part_request_ended_by_someone"),
            models.CheckConstraint(
                condition=Q(end="", ended_at=None)
                | (Q(end__in=RequestEnd.values) & Q(ended_at__isnull=False)),
                name="part_request_end_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.part_id} for case {self.case_id}"


class Answer(models.TextChoices):
    """What the customer said to a substitute."""

    APPROVED = "approved", _("approved")
    REFUSED = "refused", pgettext_lazy("a request", "refused")


class Proposal(models.Model):
    """A substitute that was proposed for a request, and what the customer said to it."""

    request = models.ForeignKey(PartRequest, models.PROTECT, related_name="proposals")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=200)  # where it is shown that they are equal
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answerer = models.CharField(max_length=150, blank=True)  # who said so at the customer
    how = models.CharField(max_length=300, blank=True)  # by telephone, by a signed document
    answered_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "part"], name="proposal_once_per_request"),
            not_blank("evidence", name="proposal_has_evidence"),
            paired("answered_at", "recorded_by", name="proposal_answer_recorded_by_someone"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answerer="", how="")
                | (
                    Q(answer__in=Answer.values, answered_at__isnull=False)
                    & Q(answerer__regex=r"\S", how__regex=r"\S")
                ),
                name="proposal_answer_by_somebody_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} for request {self.request_id}"


class Shipment(models.Model):
    """What was reserved in one place went off to a case. Append-only."""

    reservation = models.OneToOneField(Reservation, models.PROTECT, related_name="shipment")
    held = models.OneToOneField(Reservation, models.PROTECT, related_name="came_by")
    # Nothing may be locked in what is append-only, so the database cannot look after these.
    movement = models.OneToOneField(Movement, models.PROTECT, related_name="+", db_constraint=False)
    carrier = models.CharField(max_length=120)
    consignment = models.CharField(max_length=80, blank=True)  # the carrier's number
    shipped_at = models.DateTimeField()
    shipped_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [not_blank("carrier", name="shipment_has_a_carrier")]

    def __str__(self) -> str:
        return f"{self.carrier} {self.consignment}"
