"""A call with a browser that runs no scripts: slower, and complete."""

from datetime import timedelta

from kept.config.demo import LOGINS
from kept.records.cases.models import CaseFact
from tests.journeys.conftest import ENGLISH


def test_a_call_from_the_door_to_the_record(kept, windows):
    piece = kept.piece("S2", on_site=timedelta(hours=3))
    window = windows(java_script_enabled=False)
    page = window.page

    window.pass_the_door(ENGLISH, next(one.password for one in LOGINS if one.username == ENGLISH))
    page.get_by_role("link", name="Log a request").first.click()
    page.fill("#id_find", piece.serial_number)
    page.get_by_role("button", name="Find").click()
    page.locator("#candidates a", has_text=piece.serial_number).click()
    page.fill("#id_description", "Fan is loud")
    page.check("[name=a_visit_demanded][value=yes]")
    page.get_by_role("button", name="Show what we promise").click()
    assert "3 h" in page.locator("[data-line='clock-on_site']").inner_text()
    assert page.input_value("#id_description") == "Fan is loud"
    page.get_by_role("button", name="Log and start the clocks").click()

    assert "due" in window.clock("on_site").inner_text()
    page.fill("#id_note", "spare fan promised")
    page.locator("button[value='response.given']").click()
    assert window.clock("answer").locator(".st.met").count() == 1
    fact = CaseFact.objects.filter(case__number=window.number).latest("seq")
    assert (fact.kind, fact.values["text"]) == ("response.given", "spare fan promised")

    page.locator("#clock-why-on_site .whyb").click()
    assert "S2-2b" in page.locator("#why-on_site").inner_text()
    assert page.locator("#why-on_site").is_visible()
