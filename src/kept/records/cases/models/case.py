"""A service request."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, Length, LPad

from kept.records.archive.models import Contact, Customer, Equipment, Site
from kept.records.constraints import not_blank, paired
from kept.records.contracts.models import Contract
from kept.records.people.models import Office, Person
from kept.records.policies.models import PolicyVersion

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
DIGITS = Cast("id", models.CharField())


class CaseState(models.TextChoices):
    """Whether something is still to be done. Follows from the facts."""

    OPEN = "open"
    CLOSED = "closed"


class NextChange(Func):
    """The next number of all changes to cases."""

    function = "nextval"
    template = "nextval('cases_change')"
    arity = 0
    output_field = models.BigIntegerField()


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by where they stand."""

    def open(self) -> CaseQuerySet:
        """Those where something is still to be done."""
        return self.filter(state=CaseState.OPEN)

    def with_version(self) -> CaseQuerySet:
        """Those with their policy version, but for its text."""
        return self.select_related("version").defer("version__text")

    def to_assess(self, now: datetime) -> CaseQuerySet:
        """Those where time alone changes more than a clock running out, oldest first."""
        return self.filter(reassess_at__lte=now).order_by("reassess_at", "pk")


class Case(models.Model):
    """What a customer asked of us, under one policy version, with one of us responsible for it.

    The facts are the case. What stands under "projections" follows from them and is written only
    together with them; it can be rebuilt at any time.
    """

    # A row's own key makes the number, so nobody waits for a counter: unique, with gaps.
    number = models.GeneratedField(
        expression=Concat(
            Value("K-"),
            LPad(DIGITS, Greatest(Length(DIGITS), Value(6)), Value("0")),
        ),
        output_field=models.CharField(max_length=24),
        db_persist=True,
        unique=True,
    )
    key = models.CharField(max_length=64)  # given by who logged it: the same key is the same case
    key_hash = models.CharField(max_length=64)  # of what was asked under the key
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="cases", db_index=False)
    # These four belong to the same customer: foreign keys over both columns say so.
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        related_name="cases",
        db_constraint=False,
        db_index=False,
    )
    caller = models.CharField(max_length=200, blank=True)  # as told, when no contact is known
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, related_name="cases", db_constraint=False, db_index=False
    )
    equipment = models.ForeignKey(
        Equipment,
        models.PROTECT,
        null=True,
        related_name="cases",
        db_constraint=False,
        db_index=False,
    )
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        related_name="cases",
        db_constraint=False,
        db_index=False,
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="cases", db_index=False)
    # A running case keeps the version, and what its contract said otherwise, from its opening.
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="cases", db_index=False)
    overrides = models.JSONField(default=list)
    about = models.JSONField(default=dict)  # what was known of site, equipment and contract
    case_type = models.CharField(max_length=40)
    channel = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    requested_at = models.DateTimeField()  # when the customer asked
    logged_at = models.DateTimeField()  # when we wrote it down
    logged_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    responsible = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    # projections
    state = models.CharField(max_length=6, choices=CaseState.choices, default=CaseState.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    level = models.CharField(max_length=40, blank=True)  # grade of the policy's first level
    next_due_at = models.DateTimeField(null=True)  # of the promise that runs out first
    next_clock = models.CharField(max_length=80, blank=True)  # its key
    reminders = models.PositiveIntegerField(
        default=0, db_default=0
    )  # how often the customer reminded us
    called_in = models.JSONField(
        default=list, db_default=[]
    )  # who was called in and has not taken it on yet
    reassess_at = models.DateTimeField(null=True)  # when time alone changes more than a clock
    contested_at = models.DateTimeField(null=True)  # since when a level or cause is contested
    follow_up_due_at = models.DateTimeField(null=True)  # by the rhythm of the policy
    owed_since = models.DateTimeField(null=True)  # since when we owe an amount to be decided
    queue_at = models.GeneratedField(
        expression=Coalesce("next_due_at", Value(NEVER)),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    change = models.BigIntegerField(db_default=NextChange())  # rises with every change of any case

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            # What is open is little beside what was; so the queue's indexes stay small for ever.
            models.Index(fields=["queue_at", "id"], name="case_queue", condition=Q(state="open")),
            models.Index(
                fields=["responsible", "queue_at", "id"],
                name="case_queue_of_person",
                condition=Q(state="open"),
            ),
            models.Index(
                fields=["office", "queue_at", "id"],
                name="case_queue_of_office",
                condition=Q(state="open"),
            ),
            models.Index(
                fields=["version", "level", "queue_at", "id"],
                name="case_queue_of_policy",
                condition=Q(state="open"),
            ),
            models.Index(
                fields=["reassess_at"],
                name="case_reassess_at",
                condition=Q(reassess_at__isnull=False),
            ),
            # A contest stays open whether or not the case is.
            models.Index(
                fields=["contested_at", "id"],
                name="case_contested",
                condition=Q(contested_at__isnull=False),
            ),
            models.Index(
                fields=["follow_up_due_at", "id"],
                name="case_follow_up_due",
                condition=Q(follow_up_due_at__isnull=False),
            ),
            models.Index(
                fields=["owed_since", "id"],
                name="case_owed",
                condition=Q(owed_since__isnull=False),
            ),
            models.Index(fields=["change"], name="case_change"),
            models.Index(fields=["office", "change"], name="case_change_of_office"),
            models.Index(
                fields=["closed_at", "id"], name="case_closed", condition=Q(state="closed")
            ),
            models.Index(fields=["customer", "-requested_at"], name="case_of_customer"),
            models.Index(
                fields=["equipment", "-requested_at"],
                name="case_of_equipment",
                condition=Q(equipment__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["logged_by", "key"], name="case_once_per_key"),
            models.UniqueConstraint(fields=["id", "customer"], name="case_with_customer"),
            models.UniqueConstraint(fields=["id", "state"], name="case_with_state"),
            models.CheckConstraint(
                condition=Q(state__in=CaseState.values), name="case_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None)
                | Q(state="closed", closed_at__isnull=False),
                name="case_closed_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(requested_at__lte=F("logged_at")), name="case_asked_before_logged"
            ),
            models.CheckConstraint(
                condition=Q(next_due_at=None, next_clock="")
                | (Q(next_due_at__isnull=False) & ~Q(next_clock="")),
                name="case_next_due_has_a_clock",
            ),
            paired("closed_at", "closed_by", name="case_closed_by_someone"),
            not_blank("title", name="case_has_a_title"),
            not_blank("key", name="case_has_a_key"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def stream(self) -> str:
        """Return the name of the case's stream in the ledger."""
        return f"case:{self.number}"
