"""What somebody did is written down once, by who may, and nothing of it changes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.ledger.models import Entry as LedgerEntry
from kept.records.work.models import Entry
from kept.records.work.queries import bands_of, offered, running_of, work_of_person
from kept.records.work.services import (
    EntryUnclear,
    NotYet,
    NotYours,
    ReceiptElsewhere,
    WorkedTwice,
    correct_work,
    start_work,
    stop_work,
    withdraw_work,
)
from tests.desk import at


class TestRecording:
    def test_time_travel_and_expenses_stand_with_the_case_and_in_the_ledger(self, bench):
        for entry in (bench.time(), bench.travel(), bench.expense()):
            bench.record(entry)

        assert [line.kind for line in bench.lines()] == ["expense", "travel", "time"]
        assert LedgerEntry.objects.filter(verb="work.recorded").count() == 3

    def test_the_same_key_writes_once(self, bench):
        first = bench.record(bench.time(), key="a")

        assert bench.record(bench.time(), key="a") == first
        assert len(bench.lines()) == 1

    @pytest.mark.parametrize(
        "said", [{"amount": Decimal("4500.00")}, {"text": "a hotel"}, {"currency": "EUR"}]
    )
    def test_ID_02_the_same_key_with_other_words_is_refused(self, bench, said):
        entry = bench.expense()
        bench.record(entry, key="a")
        assert bench.record(replace(entry, text=" parking "), key="a")

        with pytest.raises(KeyReused):
            bench.record(replace(entry, **said), key="a")

    def test_nobody_works_twice_at_the_same_moment_also_on_another_case(self, bench):
        bench.record(bench.time("10:00", "12:00"))

        with pytest.raises(WorkedTwice, match="is on record for K-"):
            bench.record(bench.time("11:59", "13:00", case_id=bench.other_id))
        bench.record(bench.time("12:00", "13:00", case_id=bench.other_id))
        assert Entry.objects.count() == 2

    def test_the_database_says_so_too(self, bench):
        bench.record(bench.time("10:00", "12:00"))
        row = Entry.objects.get()
        row.pk, row.key = None, "past the service"

        with pytest.raises(DatabaseError, match="work_one_thing_at_a_time"), transaction.atomic():
            row.save(force_insert=True)

    def test_two_people_work_at_the_same_moment(self, bench):
        bench.record(bench.time())
        bench.record(bench.time(person_id=bench.desk.hotline.pk), by=bench.desk.manager)

        assert len(bench.lines()) == 2

    @pytest.mark.parametrize(
        "said",
        [
            {"ended_at": at("10:00")},
            {"ended_at": at("09:59")},
            {"ended_at": None},
            {"at": at("22 10:00")},
            {"where": "moon"},
            {"component": " "},
        ],
    )
    def test_time_that_cannot_be_counted_is_refused(self, bench, said):
        with pytest.raises(EntryUnclear):
            bench.record(bench.time(**said))

    @pytest.mark.parametrize("way", ["0", "-1", "0.05", "100001"])
    def test_a_way_is_above_zero_and_to_a_tenth(self, bench, way):
        with pytest.raises(EntryUnclear):
            bench.record(bench.travel(kilometres=Decimal(way)))

    @pytest.mark.parametrize(
        "said", [{"amount": "0"}, {"amount": "-1"}, {"amount": "0.001"}, {"text": " "}]
    )
    def test_an_expense_is_money_for_something(self, bench, said):
        with pytest.raises(EntryUnclear):
            bench.record(bench.expense(**said))

    def test_what_has_not_happened_is_refused(self, bench):
        with pytest.raises(NotYet):
            bench.record(bench.time("10:00", "12:00"), now="11:59")

    def test_a_receipt_is_a_file_of_the_case(self, bench):
        with pytest.raises(ReceiptElsewhere):
            bench.record(bench.expense(receipt_id=4711))

    def test_AZ_03_work_of_others_is_written_down_by_dispatchers_and_managers_only(self, bench):
        desk = bench.desk
        theirs = bench.time(person_id=desk.hotline.pk)
        for stranger in (desk.engineer,):
            with pytest.raises(NotYours):
                bench.record(theirs, by=stranger)
        with pytest.raises(NotYours):
            bench.record(bench.time(person_id=987654), by=desk.manager)

        bench.record(theirs, by=desk.dispatcher)
        assert bench.lines()[0].recorded_by == desk.dispatcher.display_name


class TestChanging:
    def test_what_is_withdrawn_frees_its_time(self, bench):
        entry = bench.record(bench.time())
        withdraw_work(entry_id=entry, reason="other day", by=bench.desk.engineer, now=at("23:55"))
        bench.record(bench.time())

        assert [line.withdrawn_why for line in bench.lines()] == ["", "other day"]

    def test_withdrawing_needs_a_reason_and_ones_own_work(self, bench):
        entry = bench.record(bench.time())
        with pytest.raises(ReasonMissing):
            withdraw_work(entry_id=entry, reason=" ", by=bench.desk.engineer, now=at("23:55"))
        with pytest.raises(NotYours):
            withdraw_work(entry_id=entry, reason="no", by=bench.desk.hotline, now=at("23:55"))

    def test_a_correction_is_another_entry_in_the_same_time(self, bench):
        old = bench.record(bench.time("10:00", "12:00"))
        said = {"entry_id": old, "reason": "left later", "key": "c", "now": at("23:55")}
        new = bench.time("10:00", "13:00")
        for _twice in range(2):
            correct_work(entry=new, by=bench.desk.engineer, **said)

        lines = {line.pk: line for line in bench.lines()}
        assert lines.pop(old).withdrawn_why == "left later"
        assert [line.seconds for line in lines.values()] == [3 * 3600]
        assert Entry.objects.get(pk=next(iter(lines))).replaces_id == old

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE work_entry SET ended_at = ended_at + interval '1 hour'",
            "UPDATE work_entry SET text = 'more'",
            "UPDATE work_entry SET person_id = recorded_by_id, at = at - interval '1 day'",
            "DELETE FROM work_entry",
            "TRUNCATE work_entry CASCADE",
        ],
    )
    def test_BL_04_the_database_lets_nobody_change_what_was_written(self, bench, change):
        bench.record(bench.time())

        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
        assert bench.lines()[0].seconds == 9000

    def test_what_is_withdrawn_does_not_come_back(self, bench):
        entry = bench.record(bench.time())
        withdraw_work(entry_id=entry, reason="other day", by=bench.desk.engineer, now=at("23:55"))
        back = "UPDATE work_entry SET withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawn_why=''"

        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(back)


class TestRunning:
    def start(self, bench, now="10:00", key="s"):
        said = {"where": "on_site", "component": "labour", "by": bench.desk.engineer}
        return start_work(case_id=bench.case_id, now=at(now), key=key, **said)

    def test_a_press_begins_and_another_ends(self, bench):
        entry = self.start(bench)
        assert running_of(bench.desk.engineer.pk).is_running
        for end in ("11:30", "12:00"):
            stop_work(entry_id=entry, ended_at=at(end), by=bench.desk.engineer, now=at("12:00"))

        assert [line.seconds for line in bench.lines()] == [5400]
        assert running_of(bench.desk.engineer.pk) is None

    def test_while_one_runs_nothing_else_begins(self, bench):
        self.start(bench)

        with pytest.raises(WorkedTwice):
            self.start(bench, "10:30", key="t")
        with pytest.raises(WorkedTwice):
            bench.record(bench.time("10:30", "11:00"))
        bench.record(bench.time("09:00", "10:00"))

    def test_what_runs_ends_after_it_began_and_not_later_than_now(self, bench):
        entry, by = self.start(bench), bench.desk.engineer
        with pytest.raises(EntryUnclear):
            stop_work(entry_id=entry, ended_at=at("10:00"), by=by, now=at("12:00"))
        with pytest.raises(NotYet):
            stop_work(entry_id=entry, ended_at=at("12:01"), by=by, now=at("12:00"))
        with pytest.raises(NotYours):
            stop_work(entry_id=entry, ended_at=at("11:00"), by=bench.desk.hotline, now=at("12:00"))


class TestReading:
    def test_an_evenings_work_is_told_by_band(self, bench):
        bench.record(bench.time("17:00", "23:00"))
        line = bench.lines()[0]

        found = bands_of(line, bench.card())
        assert found == {"working": 3600, "evening": 5 * 3600}
        assert sum(found.values()) == line.seconds

    def test_a_visit_of_the_facts_is_offered_until_it_is_written_down(self, bench):
        opened = bench.desk.log("08:30", requested_at=at("08:30"))
        bench.desk.record(opened, "visit.arrived", "09:10")
        bench.desk.record(opened, "visit.ended", "11:40")
        bench.case_id = opened.case_id
        bench.record(bench.travel())
        engineer = bench.desk.engineer.pk

        found = offered(bench.card(), bench.lines(), person_id=engineer)
        assert [(one.since, one.until) for one in found] == [(at("09:10"), at("11:40"))]
        bench.record(bench.time("09:10", "11:00"))
        assert offered(bench.card(), bench.lines(), person_id=engineer) == []

    def test_a_week_of_mine_leaves_out_what_was_withdrawn(self, bench):
        gone = bench.record(bench.time("08:00", "09:00"))
        withdraw_work(entry_id=gone, reason="no", by=bench.desk.engineer, now=at("23:56"))
        bench.record(bench.time())
        engineer = bench.desk.engineer
        days = {"since": at("23 00:00"), "until": at("30 00:00"), "viewer": engineer}

        assert [line.seconds for line in work_of_person(engineer.pk, **days)] == [9000]
