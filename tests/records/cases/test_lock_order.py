"""Locks run from earlier to later cases, also where one tells another."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from kept.records.cases.models import Case, CaseLink, LinkKind
from kept.records.cases.services import Linking, differences, link_cases, sweep, undo_link
from kept.records.ledger.queries import verify_all
from tests.desk import Desk, at
from tests.records.cases.test_concurrency import together

WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def told(committed_desk: Desk) -> tuple[Desk, object, object]:
    """A case that was logged first and is the duplicate of one that was asked before it."""
    duplicate = committed_desk.log("10:12", requested_at=at("10:10"))
    leader = committed_desk.log("10:15", requested_at=at("10:01"))
    linking = Linking(kind=LinkKind.DUPLICATE, number=leader.number)
    by = committed_desk.hotline
    link_cases(case_id=duplicate.case_id, linking=linking, by=by, now=at("10:16"))
    return committed_desk, leader, duplicate


def in_a_thread(act: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return bool(cursor.fetchone()[0])


def test_CC_07_who_waits_for_a_duplicate_holds_no_later_case(told) -> None:
    desk, leader, duplicate = told

    with transaction.atomic():
        Case.objects.select_for_update().get(pk=duplicate.case_id)
        telling = in_a_thread(lambda: desk.record(leader, "customer.told", "11:00"))
        while not somebody_waits():
            assert telling.is_alive()
        assert leader.case_id > duplicate.case_id
        # Raises OperationalError while somebody holds it.
        assert Case.objects.select_for_update(nowait=True).get(pk=leader.case_id)
    telling.join(30)

    kinds = [fact.kind for fact in Case.objects.get(pk=duplicate.case_id).facts.all()]
    assert "customer.told" in kinds


def test_CC_07_a_case_and_its_duplicate_told_at_once_wait_for_nobody(told) -> None:
    desk, leader, duplicate = told
    later = desk.log("10:20", requested_at=at("10:18"))

    def tell(opened, minute: int) -> Callable[[], None]:
        def act() -> None:
            for nth in range(5):
                desk.record(opened, "customer.told", f"11:{minute + nth:02}")

        return act

    def link() -> None:
        linking = Linking(kind=LinkKind.FOLLOWS, number=leader.number, reason="see there")
        link_cases(case_id=later.case_id, linking=linking, by=desk.hotline, now=at("11:59"))

    acts = [tell(leader, 0), tell(duplicate, 10), tell(later, 20), link]
    outcomes = together(*acts)

    assert outcomes == [None] * 4


def differing(*several) -> list[str]:
    """Return what differs once the workers have looked, too."""
    sweep(now=at("11:30"))
    return [line for one in several for line in differences(case_id=one.case_id, now=at("11:30"))]


def kinds_of(opened) -> list[str]:
    rows = Case.objects.get(pk=opened.case_id).facts.order_by("seq")
    return list(rows.values_list("kind", flat=True))


def test_CC_07_a_duplicate_that_is_linked_after_none_was_found_is_told_as_well(committed_desk):
    desk = committed_desk
    leader = desk.log("10:10", requested_at=at("10:01"))
    duplicate = desk.log("10:15", requested_at=at("10:10"))
    linking = Linking(kind=LinkKind.DUPLICATE, number=leader.number)

    with transaction.atomic():
        link_cases(case_id=duplicate.case_id, linking=linking, by=desk.hotline, now=at("10:16"))
        telling = in_a_thread(lambda: desk.record(leader, "customer.told", "11:00"))
        while not somebody_waits():  # it looked for duplicates, and no link was there yet
            assert telling.is_alive()
    telling.join(30)

    assert kinds_of(leader)[-1] == kinds_of(duplicate)[-1] == "customer.told"
    assert differing(leader, duplicate) == []
    assert list(verify_all()) == []


def test_CC_07_one_that_is_none_any_more_when_it_is_locked_is_not_told(told):
    desk, leader, duplicate = told
    [link] = CaseLink.objects.filter(case_id=duplicate.case_id)

    with transaction.atomic():
        undo_link(
            link_id=link.pk,
            case_id=duplicate.case_id,
            reason="Another machine after all",
            by=desk.hotline,
            now=at("10:50"),
        )
        telling = in_a_thread(lambda: desk.record(leader, "customer.told", "11:00"))
        while not somebody_waits():  # it found the duplicate, and waits to lock it
            assert telling.is_alive()
    telling.join(30)

    assert kinds_of(leader)[-1] == "customer.told"
    assert "customer.told" not in kinds_of(duplicate)
    assert list(verify_all()) == []


def test_CC_07_what_happened_in_a_duplicate_before_it_was_locked_is_built_on(told):
    desk, leader, duplicate = told

    with transaction.atomic():
        desk.record(duplicate, "response.given", "10:40", now="10:55")
        telling = in_a_thread(lambda: desk.record(leader, "customer.told", "11:00"))
        while not somebody_waits():
            assert telling.is_alive()
    telling.join(30)

    assert kinds_of(duplicate)[-2:] == ["response.given", "customer.told"]
    assert differing(leader, duplicate) == []
    assert list(verify_all()) == []
