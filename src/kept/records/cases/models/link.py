"""How cases belong together, and whom a complaint is about."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kept.records.archive.models import Customer
from kept.records.cases.models.case import Case
from kept.records.constraints import not_blank, paired
from kept.records.people.models import Person


class LinkKind(models.TextChoices):
    """What a case is to the other."""

    DUPLICATE = "duplicate_of"
    FOLLOWS = "follows_from"
    COMPLAINT = "complaint_about"
    SPLIT = "split_from"


class CaseLink(models.Model):
    """A case belongs to another of the same customer, until somebody decides otherwise.

    Nothing moves from one case to the other: facts and promises stay where they were.
    """

    # Foreign keys over case and customer say that both are the same customer's.
    case = models.ForeignKey(Case, models.PROTECT, related_name="links", db_constraint=False)
    other = models.ForeignKey(Case, models.PROTECT, related_name="linked", db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    reason = models.CharField(max_length=2000, blank=True)
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    undone_because = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "kind"],
                condition=Q(undone_at=None),
                name="link_stands_once",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="duplicate_of", undone_at=None),
                name="link_duplicate_of_one",
            ),
            models.CheckConstraint(condition=~Q(case=F("other")), name="link_to_another"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="link_kind_known"),
            # A complaint stays where it was made, and a part knows what it was part of.
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(kind__in=["duplicate_of", "follows_from"]),
                name="link_for_good",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_because="")
                | (Q(undone_at__isnull=False) & ~Q(undone_because="")),
                name="link_undone_for_a_reason",
            ),
            paired("undone_at", "undone_by", name="link_undone_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


class Concern(models.Model):
    """A person whom a complaint is about. Never taken back: nobody gets free by a change."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="concerns", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    because = models.CharField(max_length=12)  # "named", or "responsible" for the other case
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="concern_once"),
            not_blank("because", name="concern_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} concerns {self.person_id}"
