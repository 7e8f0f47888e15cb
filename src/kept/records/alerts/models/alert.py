"""What a machine said of itself."""

from __future__ import annotations

from django.db import models

from kept.records.alerts.models.integration import Integration
from kept.records.archive.models import Customer, Equipment
from kept.records.cases.models import Case
from kept.records.constraints import not_blank


class Alert(models.Model):
    """One alert of one machine, and the case that it opened or belongs to. Written once.

    Two times: when the machine says it happened, by its own clock, and when it reached us. Only the
    second one is sure.
    """

    integration = models.ForeignKey(Integration, models.PROTECT, related_name="alerts")
    key = models.CharField(max_length=200)  # given by who sends: the same key is the same alert
    digest = models.CharField(max_length=64)  # of what was told under the key
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, related_name="alerts", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="alerts", db_constraint=False, db_index=False
    )
    opened = models.BooleanField()  # it opened the case; else the case was there
    symptom = models.CharField(max_length=80)  # as it was told
    symptom_key = models.CharField(max_length=80)  # as symptoms are compared
    text = models.CharField(max_length=2000, blank=True)
    readings = models.JSONField(default=dict)  # what was measured, by name
    raised_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-received_at"], name="alert_of_case"),
            models.Index(fields=["equipment", "-received_at"], name="alert_of_equipment"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["integration", "key"], name="alert_once"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(opened=True), name="alert_opens_a_case_once"
            ),
            not_blank("key", name="alert_has_a_key"),
            not_blank("symptom_key", name="alert_has_a_symptom"),
        ]

    def __str__(self) -> str:
        return f"{self.symptom} {self.received_at}"
