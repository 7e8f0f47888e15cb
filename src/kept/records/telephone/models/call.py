"""A call, from the first ring to the last word."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kept.records.archive.models import Contact, Customer
from kept.records.cases.models import Case
from kept.records.constraints import in_order, not_blank, paired
from kept.records.people.models import Person
from kept.records.telephone.models.exchange import Exchange


class Direction(models.TextChoices):
    """Who called: somebody us, or we somebody."""

    IN = "in"
    OUT = "out"


class EventKind(models.TextChoices):
    """What an exchange tells of a call, in the protocol's own words."""

    NEW = "newCall"
    ANSWER = "answer"
    HANGUP = "hangup"


class CallQuerySet(models.QuerySet["Call"]):
    """Calls by how they went."""

    def under_way(self) -> CallQuerySet:
        """Those that nobody has hung up."""
        return self.filter(ended_at=None)

    def missed(self) -> CallQuerySet:
        """Those to us that ended without anybody answering."""
        return self.filter(direction=Direction.IN, answered_at=None, ended_at__isnull=False)


class Call(models.Model):
    """One call, as an exchange told of it: what it says follows from its events.

    Numbers are E.164 where the exchange's can be read so, else empty; as it wrote them beside that.
    Customer and contact are guesses until the call has led to a case.
    """

    exchange = models.ForeignKey(Exchange, models.PROTECT, related_name="calls")
    call_id = models.CharField(max_length=250)  # the exchange's own
    turn = models.PositiveSmallIntegerField(default=1)  # some give the same one again after days
    direction = models.CharField(max_length=3, choices=Direction.choices)
    caller = models.CharField(max_length=16, blank=True)
    caller_text = models.CharField(max_length=60, blank=True)
    called = models.CharField(max_length=16, blank=True)
    called_text = models.CharField(max_length=60, blank=True)
    queue = models.CharField(max_length=80, blank=True)
    rung = ArrayField(models.BigIntegerField(), default=list)  # whose telephones ring
    rung_names = ArrayField(models.CharField(max_length=150), default=list)  # as it named them
    started_at = models.DateTimeField()  # all by our clock: when we were told
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_name = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=40, blank=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    # Of the same customer, as the case is: foreign keys over both columns say so.
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="calls", db_constraint=False
    )
    linked_at = models.DateTimeField(null=True)
    linked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = CallQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-started_at", "-id"], name="call_latest"),
            models.Index(
                fields=["started_at"], name="call_under_way", condition=Q(ended_at__isnull=True)
            ),
            models.Index(fields=["caller", "-started_at"], name="call_by_caller"),
            models.Index(fields=["called", "-started_at"], name="call_by_called"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "call_id", "turn"], name="call_once"),
            not_blank("call_id", name="call_has_an_id"),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="call_direction_known"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{field: ""}) | Q(**{f"{field}__regex": r"^\+[0-9]{7,15}$"}),
                    name=f"call_{field}_e164",
                )
                for field in ("caller", "called")
            ),
            in_order("started_at", "answered_at", name="call_answered_after_it_began"),
            in_order("started_at", "ended_at", name="call_ended_after_it_began"),
            models.CheckConstraint(
                condition=Q(answered_at=None)
                | Q(ended_at=None)
                | Q(ended_at__gte=F("answered_at")),
                name="call_ended_after_it_was_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | Q(answered_at__isnull=False),
                name="call_answered_by_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(contact=None, case=None) | Q(customer__isnull=False),
                name="call_of_a_customer",
            ),
            models.CheckConstraint(
                condition=Q(case=None, linked_at=None)
                | Q(case__isnull=False, linked_at__isnull=False),
                name="call_linked_to_a_case",
            ),
            paired("linked_at", "linked_by", name="call_linked_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id}/{self.call_id}"

    @property
    def stream(self) -> str:
        """Return the name of the call's stream in the ledger."""
        return f"call:{self.pk}"

    @property
    def other(self) -> str:
        """Return the number at the other end, E.164; empty if it is not known."""
        return self.caller if self.direction == Direction.IN else self.called

    @property
    def other_text(self) -> str:
        """Return the number at the other end as the exchange wrote it."""
        return self.caller_text if self.direction == Direction.IN else self.called_text

    @property
    def is_missed(self) -> bool:
        """Say whether somebody called us and nobody answered."""
        is_over = self.ended_at is not None and self.answered_at is None
        return is_over and self.direction == Direction.IN


class CallEvent(models.Model):
    """What an exchange told of a call. Never changed; the same told again is not kept again."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=7, choices=EventKind.choices)
    users = ArrayField(models.CharField(max_length=150), default=list)
    answering = models.CharField(max_length=150, blank=True)  # the telephone that answered
    queue = models.CharField(max_length=80, blank=True)
    cause = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True)  # by the exchange's clock, if it says
    received_at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # of what it says, but for when

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="call_event_received")]
        constraints = [
            models.UniqueConstraint(fields=["call", "digest"], name="call_event_once"),
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values), name="call_event_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.kind}"


class CallBack(models.Model):
    """Somebody called and nobody answered: one of us calls back. `due_at` is what was promised."""

    call = models.OneToOneField(Call, models.PROTECT, related_name="call_back")
    due_at = models.DateTimeField(null=True)
    due_clauses = ArrayField(models.CharField(max_length=40), default=list)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    done_call = models.ForeignKey(Call, models.PROTECT, null=True, related_name="+")  # by which
    reason = models.CharField(max_length=300, blank=True)  # why it needs no call any more

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="call_back_open", condition=Q(done_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, done_call=None, reason="")
                | Q(done_at__isnull=False, done_call__isnull=False)
                | Q(done_at__isnull=False, done_by__isnull=False, reason__regex=r"\S"),
                name="call_back_done_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}"


class Unseen(models.Model):
    """A person has put a call out of sight."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="unseen")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="call_unseen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.person_id}"
