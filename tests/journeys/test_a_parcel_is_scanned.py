"""A carrier scans a parcel on a phone that has no connection just then; nothing gets lost."""

import re
from datetime import timedelta

import pytest

from kept.records.returns.models import Rma
from kept.records.returns.standing import State
from kept.records.transit.models import Scan, Way
from kept.records.transit.queries import label_secret
from kept.records.transit.services import label_return
from kept.workers.clock import database_now


@pytest.fixture
def address(kept) -> str:
    """The address in the code on the label of a return of the demo company."""
    coming = Rma.objects.filter(state__in=[State.EXPECTED, State.ON_THE_WAY])
    rma, now = coming.latest("pk"), database_now()
    label_return(rma_id=rma.pk, way=Way.IN, by=rma.asked_by, now=now)
    return f"/c/{label_secret(rma.pk, Way.IN, at=now)}/"


def said(page, deed: str, name: str) -> None:
    """Say what happened."""
    page.get_by_text(deed, exact=True).click()
    page.fill("#id_name", name)
    page.get_by_role("button", name="Say so").click()


def test_pressed_without_a_connection_it_arrives_with_the_time_of_the_press(windows, address):
    window = windows(width=390)
    page = window.open(address)
    page.context.set_offline(True)
    pressed_at = database_now()
    said(page, "I picked it up", "Wang Wu")
    page.locator("[data-scan-kept]").wait_for(state="visible")
    assert not Scan.objects.filter(name="Wang Wu").exists()

    page.context.set_offline(False)
    page.locator(".standing").wait_for()

    scan = Scan.objects.get(name="Wang Wu")
    assert abs(scan.at - pressed_at) < timedelta(seconds=30)
    assert scan.received_at >= scan.at
    assert re.search(r"I picked it up\s+Wang Wu", page.locator("#main").inner_text())
    page.reload()
    assert page.evaluate("localStorage.getItem('kept:scans')") == "[]"


def test_without_scripts_it_is_a_form_like_any_other(windows, address):
    window = windows(width=390, java_script_enabled=False)
    page = window.open(address)
    page.get_by_text("I handed it in", exact=True).click()
    page.fill("#id_name", "Zhao Liu")
    page.get_by_role("button", name="Say so").click()
    page.wait_for_selector(".standing")

    assert Scan.objects.filter(name="Zhao Liu", deed="handed_over").exists()
