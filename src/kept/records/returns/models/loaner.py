"""Units that customers may use while theirs is away."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer, Equipment, ProductModel
from kept.records.cases.models import Case
from kept.records.constraints import in_order, not_blank, paired
from kept.records.people.models import Office, Person


class Grade(models.TextChoices):
    """What a loaner is beside the customer's own unit."""

    HIGHER = "higher", _("better than theirs")
    EQUAL = "equal", _("as good as theirs")
    LOWER = "lower", _("simpler than theirs")


class LoanerUnit(models.Model):
    """A unit of ours that is lent. Never deleted."""

    product = models.ForeignKey(ProductModel, models.PROTECT, related_name="+")
    serial_number = models.CharField(max_length=80)
    office = models.ForeignKey(Office, models.PROTECT, related_name="loaners")
    note = models.CharField(max_length=200, blank=True)  # what belongs to it, where it lies
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            not_blank("serial_number", name="loaner_has_a_serial"),
            models.UniqueConstraint(
                Upper("serial_number"), "product", name="loaner_serial_once_per_product"
            ),
            paired("retired_at", "retired_by", name="loaner_retired_by_someone"),
        ]

    def __str__(self) -> str:
        return self.serial_number


class Loan(models.Model):
    """A loaner is promised to a case, handed over, owed back, and came back; or it stays there.

    What stays is a piece of the customer's then, and never lent again.
    """

    unit = models.ForeignKey(LoanerUnit, models.PROTECT, related_name="loans")
    case = models.ForeignKey(Case, models.PROTECT, related_name="loans", db_constraint=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    grade = models.CharField(max_length=6, choices=Grade.choices)
    reserved_at = models.DateTimeField()
    reserved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)  # by when it is owed back
    back_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    condition = models.CharField(max_length=500, blank=True)  # in which it came back
    kept_at = models.DateTimeField(null=True)  # it is the customer's from then on
    kept_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    piece = models.OneToOneField(Equipment, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # why it stays
    released_at = models.DateTimeField(null=True)  # it was never handed over
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="loan_owed_back",
                condition=Q(handed_over_at__isnull=False, back_at=None, kept_at=None),
            ),
            models.Index(fields=["case"], name="loan_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reserved_by", "key"], name="loan_asked_once"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(back_at=None, released_at=None),
                name="loan_of_a_unit_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="loan_grade_known"),
            paired("handed_over_at", "handed_over_by", name="loan_handed_over_by_someone"),
            paired("handed_over_at", "due_at", name="loan_handed_over_is_owed_back"),
            paired("back_at", "back_by", name="loan_back_by_someone"),
            paired("released_at", "released_by", name="loan_released_by_someone"),
            in_order("handed_over_at", "back_at", name="loan_back_after_it_went"),
            models.CheckConstraint(
                condition=Q(back_at=None) | Q(handed_over_at__isnull=False, condition__regex=r"\S"),
                name="loan_back_was_out_and_looked_at",
            ),
            paired("kept_at", "kept_by", name="loan_kept_said_by_someone"),
            models.CheckConstraint(
                condition=Q(kept_at=None, piece=None)
                | Q(
                    kept_at__isnull=False,
                    piece__isnull=False,
                    handed_over_at__isnull=False,
                    back_at=None,
                    reason__regex=r"\S",
                ),
                name="loan_kept_was_out_and_is_a_piece",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(handed_over_at=None),
                name="loan_released_was_never_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} for {self.case_id}"
