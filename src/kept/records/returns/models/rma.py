"""Goods that come back: the return, what was announced, and what happened to it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kept.records.archive.models import Customer, Equipment
from kept.records.cases.models import Case
from kept.records.constraints import not_blank
from kept.records.money import payable
from kept.records.parts.models import Part, StockPlace
from kept.records.people.models import Person
from kept.records.returns.standing import OVER, Kind, State

KINDS = [kind.value for kind in Kind]
STATES = [state.value for state in State]
ENDED = sorted(state.value for state in OVER)
PAYABLE = payable("amount", name="rma_event_payable")
# What the customer got, or gets, of a line: goods, or their price.
GIVEN = F("ahead") + F("repaired") + F("replaced") + F("unrepaired") + F("taken_back")
MOST = 10_000  # pieces of a line


class Rma(models.Model):
    """A return for repair. All but its number, case and asker follows from its events."""

    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="rmas", db_constraint=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    follows = models.CharField(max_length=9, blank=True)  # what was chosen: exchange, take_back
    # From here on a projection of the events.
    state = models.CharField(max_length=11)
    since = models.DateTimeField()
    supplier_due_at = models.DateTimeField(null=True)
    owed_due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["since", "id"], name="rma_open", condition=~Q(state__in=ENDED)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "key"], name="rma_asked_once"),
            # One clock runs for what a case's customer sent in: two returns would share it.
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(state__in=ENDED),
                name="rma_one_open_per_case",
            ),
            models.UniqueConstraint(fields=["id", "customer"], name="rma_with_customer"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="rma_state_known"),
        ]

    def __str__(self) -> str:
        return self.number


class RmaLine(models.Model):
    """What was announced of one kind, and how many pieces of it went which way.

    The counts follow from the events; the constraints say what can never be: of what was received,
    no piece ends twice, and nothing goes back that was not tested or left as it was.
    """

    rma = models.ForeignKey(Rma, models.PROTECT, related_name="lines")
    seq = models.PositiveSmallIntegerField()
    equipment = models.ForeignKey(Equipment, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)  # what it is, as it was announced
    serial_number = models.CharField(max_length=80, blank=True)  # as announced
    is_removed = models.BooleanField(default=False)  # taken out when another was put in its place
    announced = models.PositiveIntegerField()
    ahead = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    inspected = models.PositiveIntegerField(default=0)
    at_supplier = models.PositiveIntegerField(default=0)
    repaired = models.PositiveIntegerField(default=0)
    replaced = models.PositiveIntegerField(default=0)
    unrepaired = models.PositiveIntegerField(default=0)
    scrapped = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    stocked = models.PositiveIntegerField(default=0)
    tested = models.PositiveIntegerField(default=0)
    shipped = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rma", "seq"], name="rma_line_once"),
            not_blank("name", name="rma_line_has_a_name"),
            models.CheckConstraint(
                condition=Q(announced__gte=1, announced__lte=MOST), name="rma_line_of_something"
            ),
            models.CheckConstraint(
                condition=Q(serial_number="") | Q(announced=1), name="rma_line_serial_is_one_piece"
            ),
            models.CheckConstraint(
                condition=Q(inspected__lte=F("received")), name="rma_line_inspected_came"
            ),
            models.CheckConstraint(
                condition=Q(
                    received__gte=F("repaired")
                    + F("replaced")
                    + F("unrepaired")
                    + F("scrapped")
                    + F("kept")
                    + F("taken_back")
                    + F("at_supplier")
                ),
                name="rma_line_no_piece_ends_twice",
            ),
            models.CheckConstraint(
                condition=Q(announced__gte=GIVEN) | Q(received__gte=GIVEN),
                name="rma_line_no_piece_goes_twice",
            ),
            models.CheckConstraint(
                condition=Q(kept__lte=F("ahead")), name="rma_line_kept_what_was_exchanged"
            ),
            models.CheckConstraint(
                condition=Q(stocked__lte=F("replaced") + F("kept") + F("taken_back")),
                name="rma_line_stocked_what_is_ours",
            ),
            models.CheckConstraint(
                condition=Q(tested__lte=F("repaired") + F("replaced")),
                name="rma_line_tested_what_was_done",
            ),
            models.CheckConstraint(
                condition=Q(shipped__lte=F("tested") + F("unrepaired")),
                name="rma_line_shipped_what_was_tested",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rma_id}/{self.seq}"


class RmaEvent(models.Model):
    """Something that happened to a return. Append-only."""

    rma = models.ForeignKey(Rma, models.PROTECT, related_name="events")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=14)
    line = models.ForeignKey(RmaLine, models.PROTECT, null=True, related_name="events")
    quantity = models.PositiveIntegerField(default=0)
    serial = models.CharField(max_length=80, blank=True)  # what came, or what goes instead
    party = models.CharField(max_length=120, blank=True)  # carrier, supplier
    reference = models.CharField(max_length=120, blank=True)  # of the consignment, of the supplier
    text = models.TextField(blank=True)  # finding, reason, what was said
    due_at = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)
    # Where a unit was put, or taken from, as which part, and what it is good for.
    part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(StockPlace, models.PROTECT, null=True, related_name="+")
    condition = models.CharField(max_length=7, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rma", "seq"], name="rma_event_once"),
            models.UniqueConstraint(fields=["by", "key"], name="rma_event_asked_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="rma_event_kind_known"),
            models.CheckConstraint(
                condition=Q(line=None, quantity=0)
                | Q(line__isnull=False, quantity__gte=1, quantity__lte=MOST),
                name="rma_event_quantity_of_a_line",
            ),
            models.CheckConstraint(
                condition=Q(serial="") | Q(quantity=1), name="rma_event_serial_is_one_piece"
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | Q(PAYABLE.condition, amount__gte=0),
                name="rma_event_amount_can_be_paid",
            ),
            models.CheckConstraint(
                condition=~Q(
                    kind__in=["refused", "cancelled", "scrapped", "unrepaired", "taken_back"]
                )
                | Q(text__regex=r"\S"),
                name="rma_event_reason_given",
            ),
            models.CheckConstraint(
                condition=~Q(kind="claimed") | Q(amount__isnull=False),
                name="rma_event_claim_has_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rma_id} {self.kind}"
