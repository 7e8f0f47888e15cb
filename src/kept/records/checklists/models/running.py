"""Checklists of cases: started, answered, perhaps set aside."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.checklists.items import ItemKind, Outcome
from kept.records.checklists.models.checklist import Checklist, ChecklistVersion
from kept.records.constraints import not_blank, paired
from kept.records.files.models import Attachment
from kept.records.people.models import Person


class ChecklistRun(models.Model):
    """A checklist that was started for a case, in the version of that moment for ever.

    Case and customer, and version and checklist, are each kept by one foreign key over both.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    version = models.ForeignKey(
        ChecklistVersion, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    started_by_name = models.CharField(max_length=200)  # as it was then
    aside_at = models.DateTimeField(null=True)
    aside_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    aside_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "checklist"],
                condition=Q(aside_at=None),
                name="checklist_runs_once_per_case",
            ),
            models.UniqueConstraint(fields=["id", "case"], name="checklist_run_with_case"),
            paired("aside_at", "aside_by", name="checklist_set_aside_by_someone"),
            models.CheckConstraint(
                condition=Q(aside_at=None, aside_why="")
                | Q(aside_at__isnull=False, aside_why__regex=r"\S"),
                name="checklist_set_aside_for_a_reason",
            ),
            not_blank("started_by_name", name="checklist_started_says_who"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.checklist_id}"


class ChecklistAnswer(models.Model):
    """What somebody found at one item. Append-only: the last one of an item counts.

    Run and case, photo and case, are each kept by one foreign key over both.
    """

    run = models.ForeignKey(
        ChecklistRun,
        models.PROTECT,
        related_name="answers",
        db_constraint=False,
        db_index=False,
    )
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    seq = models.PositiveIntegerField()  # 1, 2, 3 … within the run
    item = models.PositiveIntegerField()  # its place in the version
    kind = models.CharField(max_length=6, choices=ItemKind.choices)
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    said = models.CharField(max_length=40, blank=True)  # yes, no; a number; the place of a choice
    is_outside = models.BooleanField(default=False)  # of the allowed range
    photo = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    text = models.CharField(max_length=1000, blank=True)  # a note; why it is not applicable
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200)  # as it was then
    key = models.CharField(max_length=64)  # given by the sender: the same key is the same sending

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "seq"], name="checklist_answer_one_per_place"),
            models.UniqueConstraint(
                fields=["run", "key", "item"], name="checklist_answer_once_per_key"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ItemKind.values), name="checklist_answer_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="checklist_answer_outcome_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(outcome=Outcome.SAID, kind=ItemKind.PHOTO, photo__isnull=False, said="")
                    | Q(outcome=Outcome.SAID, photo=None, said__regex=r"\S")
                    & ~Q(kind=ItemKind.PHOTO)
                    | Q(outcome=Outcome.NOT_APPLICABLE, photo=None, said="", text__regex=r"\S")
                    | Q(outcome=Outcome.OPEN, photo=None, said="")
                ),
                name="checklist_answer_says_what_its_kind_asks",
            ),
            not_blank("by_name", name="checklist_answer_says_who"),
            not_blank("key", name="checklist_answer_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}#{self.seq}"
