"""Who has a role that policies name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models.customer import Customer
from kept.records.constraints import not_blank, paired
from kept.records.people.models import Office, Person


class RoleHolder(models.Model):
    """A person who has a role, such as the project manager: for a customer, an office, or all.

    Nobody is forgotten: who has it no longer stays on record with the day it ended.
    """

    role = models.CharField(max_length=60)  # by its key in the policies
    person = models.ForeignKey(Person, models.PROTECT, related_name="held_roles")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="role_holders")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            not_blank("role", name="holder_has_a_role"),
            paired("ended_at", "ended_by", name="holder_ended_by_someone"),
            models.CheckConstraint(
                condition=Q(office=None) | Q(customer=None), name="holder_for_one_of_them"
            ),
            models.UniqueConstraint(
                fields=["role", "person", "office", "customer"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="holder_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"
