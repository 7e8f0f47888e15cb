"""What returns claimed before it was money comes over: migration 0006 on rows as they were."""

from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kept.records.claims.models import SupplierBalance, SupplierClaim, SupplierDecision
from kept.records.claims.supplier_queries import supplier_claims
from kept.records.returns.models import Rma, RmaEvent
from tests.desk import at, open_desk
from tests.records.returns.conftest import DEPOT, Depot

BEFORE = ("claims", "0005_supplier_claims_kept")


def claimed(sum_, text="burnt", party="Omron", **more):
    return "claimed", sum_, text, party, more


def decided(sum_, text="said", **more):
    return "claim_decided", sum_, text, "", more


def sent_to(party):
    return "to_supplier", None, "", party, {"due_at": at("28 12:00")}


# what is tried: (what happened, claims as (supplier, reason, sum), balances as (decided, due with
# which event, counted from 1; None: nothing is due))
SHAPES = {
    "nobody answered": ([claimed("1200.50")], [("Omron", "burnt", "1200.50")], [(None, 1)]),
    "whose it is, was said where it was sent, last": (
        [claimed(1, party=""), sent_to("First"), sent_to("Second"), sent_to("")],
        [("Second", "burnt", 1)],
        [(None, 1)],
    ),
    "and the claim's own word before that": (
        [sent_to("First"), claimed(2, party="Third")],
        [("Third", "burnt", 2)],
        [(None, 2)],
    ),
    "nobody and nothing said": ([claimed(5, "", "")], [("?", "{number}", 5)], [(None, 1)]),
    "said at length": (
        [claimed(5, "x" * 1500), decided(5, "y" * 1500)],
        [("Omron", "x" * 1000, 5)],
        [(5, 2)],
    ),
    "all of it": ([claimed(12), decided(12)], [("Omron", "burnt", 12)], [(12, 2)]),
    "less": ([claimed(12), decided(7)], [("Omron", "burnt", 12)], [(7, 2)]),
    "never more than claimed": ([claimed(12), decided(20)], [("Omron", "burnt", 12)], [(12, 2)]),
    "refused": ([claimed(12), decided(0)], [("Omron", "burnt", 12)], [(0, None)]),
    "refused without a word": (
        [claimed(12), decided(0, "")],
        [("Omron", "burnt", 12)],
        [(0, None)],
    ),
    "decided without a sum": ([claimed(12), decided(None)], [("Omron", "burnt", 12)], [(None, 1)]),
    "decided in other money": (
        [claimed(12), decided(9, currency="EUR")],
        [("Omron", "burnt", 12)],
        [(None, 1)],
    ),
    "in money without cents": (
        [claimed(1200, currency="JPY"), decided(700, currency="JPY")],
        [("Omron", "burnt", 1200)],
        [(700, 2)],
    ),
    "a claim of nothing is none, and takes its decision with it": (
        [claimed(0), claimed(12), decided(0), decided(7)],
        [("Omron", "burnt", 12)],
        [(7, 4)],
    ),
    "the first decision is about the first claim": (
        [claimed(1), claimed(2), claimed(3), decided("0.90"), decided(0)],
        [("Omron", "burnt", 1), ("Omron", "burnt", 2), ("Omron", "burnt", 3)],
        [("0.90", 4), (0, None), (None, 3)],
    ),
    "a later decision takes the place of an earlier one": (
        [claimed(12), decided(0), decided(7)],
        [("Omron", "burnt", 12)],
        [(7, 3)],
    ),
    "decided, but never claimed": ([decided(40)], [], []),
    "nothing of the kind": ([("noted", None, "a note", "", {})], [], []),
}


def migrate(*targets):
    """Migrate within the test's own transaction; nothing of it is left behind."""
    with connection.cursor() as cursor:  # what waits for the end would keep tables from changing
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


def returned(depot, name, happened):
    """Keep a return as it was kept then, without today's services; return it with its events."""
    manager, number = depot.desk.manager, Rma.objects.count() + 1
    customer = depot.desk.customer
    rma = Rma.objects.create(
        number=f"RMA-2026-{number:05}", case_id=depot.case_id, customer=customer, key=name,
        asked_at=at("10:30"), asked_by=manager, state="closed", since=at("10:30"),
    )  # fmt: skip
    events = []
    for seq, (kind, sum_, text, party, more) in enumerate(happened, start=1):
        money = {} if sum_ is None else {"amount": Decimal(sum_), "currency": "CNY"}
        then = at("11:00") + timedelta(minutes=seq)
        row = RmaEvent(
            rma=rma, customer=customer, seq=seq, kind=kind, text=text, party=party, at=then,
            recorded_at=then, by=manager, key=f"{number} {seq}", **money | more,
        )  # fmt: skip
        row.save()
        events.append(row)
    return rma, events


def test_rows_of_every_shape_come_over(db):
    desk = open_desk(DEPOT)
    depot = Depot(desk)
    migrate(BEFORE)
    old = {name: returned(depot, name, shape[0]) for name, shape in SHAPES.items()}

    migrate()

    for name, (rma, events) in old.items():
        _happened, claims, balances = SHAPES[name]
        found = list(SupplierClaim.objects.filter(rma=rma).order_by("pk"))
        said = [(row.supplier, row.reason, row.amount) for row in found]
        expected = [(who, why.format(number=rma.number), Decimal(n)) for who, why, n in claims]
        assert said == expected, name
        stand = SupplierBalance.objects.filter(claim__rma=rma).order_by("claim_id")
        assert [(row.decided, row.due_at) for row in stand] == [
            (None if sum_ is None else Decimal(sum_), None if due is None else events[due - 1].at)
            for sum_, due in balances
        ], name
        assert all(row.recovered == 0 and row.claimed == row.claim.amount for row in stand), name
        assert {row.currency for row in found} <= {row.currency for row in events}, name


def test_each_keeps_who_said_it_and_when_and_is_shown(db):
    desk = open_desk(DEPOT)
    migrate(BEFORE)
    happened = [claimed(12, reference="S-7"), decided(0, "")]
    rma, (first, second) = returned(Depot(desk), "one", happened)

    migrate()

    [claim], [decision] = SupplierClaim.objects.all(), SupplierDecision.objects.all()
    assert (claim.case_id, claim.customer_id, claim.rma) == (rma.case_id, rma.customer_id, rma)
    assert (claim.made_by, claim.made_at, claim.reference) == (desk.manager, first.at, "S-7")
    assert (decision.by, decision.at, decision.said_by) == (desk.manager, second.at, "Omron")
    assert decision.reason == rma.number  # a refusal has a reason
    assert [one.pk for one in supplier_claims(viewer=desk.manager)] == [claim.pk]
