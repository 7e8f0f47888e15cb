"""Work of a case and of a week, as people write it down."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from kept.records.cases.models import Case
from kept.records.work.models import Entry
from tests.desk import at, open_desk
from tests.photos import jpeg
from tests.records.work.conftest import CALENDARS, Bench
from tests.web.hotline.conftest import browser_of

TIME = {"where": "on_site", "component": "labour", "text": "Board changed"}


@pytest.fixture
def now():
    with time_machine.travel(at("16:00"), tick=False) as clock:
        yield clock


@pytest.fixture
def bench(db, now):
    return Bench(open_desk(CALENDARS))


@pytest.fixture
def engineer(bench):
    return browser_of(bench.desk.engineer)


def page_of(bench, case_id=None):
    return f"/cases/{Case.objects.get(pk=case_id or bench.case_id).number}/work/"


def press(client, address, page="", **said):
    form = client.get(page or address).content.decode()
    key = re.search(r'name="key" value="(\w+)"', form)
    return client.post(address, {**({"key": key[1]} if key else {}), **said})


def words(client, address):
    return " ".join(client.get(address).content.decode().split())


class TestOfACase:
    def test_time_is_written_down_and_told_with_its_hours(self, bench, engineer):
        page = page_of(bench)
        span = {"since": "2026-11-24T08:00", "until": "2026-11-24T10:30"}
        assert press(engineer, f"{page}time/", **span, **TIME).status_code == 302

        said = words(engineer, page)
        assert "2 h 30" in said
        assert "Board changed" in said
        assert "1 h outside working hours" in said
        assert "2 h 30 worked" in words(engineer, page.removesuffix("work/"))

    def test_an_engineer_begins_and_stops_with_a_press_each(self, bench, engineer, now):
        page = page_of(bench)
        press(engineer, f"{page}start/", page, where="remote")
        assert "I stop now" in words(engineer, page)
        assert "I stop now" in words(engineer, "/work/")
        now.move_to(at("17:30"))

        entry = Entry.objects.get()
        engineer.post(f"/work/{entry.pk}/stop/", {"ended_at": "", "text": ""})
        assert "1 h 30" in words(engineer, page)
        assert Entry.objects.get().where == "remote"

    def test_beginning_twice_is_refused_in_words(self, bench, engineer):
        page, other = page_of(bench), page_of(bench, bench.other_id)
        key = {"key": "a" * 32, "where": "on_site"}
        engineer.post(f"{page}start/", key)
        engineer.post(f"{other}start/", {**key, "key": "b" * 32})

        assert "is on record for" in words(engineer, other)
        assert Entry.objects.count() == 1

    def test_a_visit_of_the_facts_fills_the_form(self, bench, engineer):
        opened = bench.desk.log("08:30", requested_at=at("08:30"))
        bench.desk.record(opened, "visit.arrived", "09:10")
        bench.desk.record(opened, "visit.ended", "11:40")

        page = page_of(bench, opened.case_id)
        link = re.search(r'href="([^"]*since=[^"]*)"', engineer.get(page).content.decode())[1]
        form = words(engineer, link.replace("&amp;", "&"))
        assert 'value="2026-11-24T09:10"' in form
        assert 'value="2026-11-24T11:40"' in form

    def test_an_expense_comes_with_the_photo_of_its_receipt(self, bench, engineer):
        page = page_of(bench)
        photo = SimpleUploadedFile("receipt.jpg", jpeg(), content_type="image/jpeg")
        said = {"on": "2026-11-24", "amount": "45", "currency": "CNY", "text": "Parking"}
        sent = {**said, "component": "travel", "photo": photo}
        assert press(engineer, f"{page}expense/", **sent).status_code == 302

        assert Entry.objects.get().receipt is not None
        assert "Receipt" in words(engineer, page)

    def test_what_cannot_be_counted_comes_back_with_words(self, bench, engineer):
        span = {"since": "2026-11-24T12:00", "until": "2026-11-24T10:30"}
        answer = press(engineer, f"{page_of(bench)}time/", **span, **TIME)

        assert answer.status_code == 422
        assert "from when until when" in answer.content.decode()

    def test_a_correction_leaves_both_on_the_page(self, bench, engineer):
        entry = bench.record(bench.time("08:00", "09:00"), now="16:00")
        span = {"since": "2026-11-24T08:00", "until": "2026-11-24T09:30"}
        said = {**span, **TIME, "reason": "left later"}
        assert press(engineer, f"/work/{entry}/correct/", **said).status_code == 302

        assert "left later" in words(engineer, page_of(bench))
        assert Entry.objects.filter(withdrawn_at=None).get().replaces_id == entry

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_a_day_stands_in_its_field_in_every_language(self, bench, engineer, language):
        engineer.post("/preferences/language/", {"language": language, "next": "/"})
        page = engineer.get(f"{page_of(bench)}expense/").content.decode()

        assert 'value="2026-11-24"' in page


class TestWhoMay:
    def test_AZ_03_an_engineer_writes_for_nobody_else(self, bench, engineer):
        span = {"since": "2026-11-24T08:00", "until": "2026-11-24T10:30"}
        answer = press(engineer, f"{page_of(bench)}time/", **span, **TIME, person="1")

        assert answer.status_code == 400
        assert not Entry.objects.exists()

    def test_a_dispatcher_writes_for_an_engineer(self, bench):
        client, person = browser_of(bench.desk.dispatcher), bench.desk.engineer
        span = {"since": "2026-11-24T08:00", "until": "2026-11-24T10:30"}
        press(client, f"{page_of(bench)}time/", **span, **TIME, person=str(person.pk))

        assert Entry.objects.get().person == person

    def test_AZ_03_anothers_entry_looks_like_none(self, bench, engineer):
        entry = bench.record(
            bench.time("08:00", "09:00", person_id=bench.desk.hotline.pk),
            by=bench.desk.manager,
            now="16:00",
        )
        for what in ("stop", "correct", "withdraw"):
            assert engineer.get(f"/work/{entry}/{what}/").status_code == 404


class TestMyWeek:
    def test_shows_my_days_with_their_sums_and_no_one_elses(self, bench, engineer):
        bench.record(bench.time("08:00", "09:00"), now="16:00")
        bench.record(bench.travel(at=at("09:00")), now="16:00")
        bench.record(
            bench.time("10:00", "11:00", person_id=bench.desk.hotline.pk),
            by=bench.desk.manager,
            now="16:00",
        )

        said = words(engineer, "/work/")
        assert "1 h worked" in said
        assert "80 km" in said
        assert "Nothing was written down" in words(engineer, "/work/?week=2026-11-16")
        assert "80 km" in words(engineer, "/work/?week=nonsense")
