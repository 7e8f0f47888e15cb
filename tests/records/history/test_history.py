"""One line of time: what is on it, for whom, and how it is found."""

from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.records.archive.services import (
    CustomerDetails,
    EquipmentDetails,
    Place,
    SystemDetails,
    record_acceptance,
    register_customer,
    register_equipment,
    register_system,
)
from kept.records.cases.asking import NewFact
from kept.records.cases.services import correct_fact, record_fact, withdraw_fact
from kept.records.contracts.models import ContractKind
from kept.records.contracts.services import (
    ContractDetails,
    Covered,
    cover,
    end_contract,
    sign_contract,
)
from kept.records.files.services import NewFile, attach_file, withdraw_attachment
from kept.records.followups.models import Outcome
from kept.records.followups.services import Told, record_follow_up
from kept.records.history.models import Entry, EntryKind
from kept.records.history.services import fold_entries, rebuild_history
from kept.records.people.models import Role
from kept.records.telephone.events import Told as Rung
from kept.records.telephone.models import Call, EventKind
from kept.records.telephone.services import attach_call, open_exchange, receive_event
from tests.desk import SETUP, at
from tests.photos import jpeg
from tests.records.cases.test_complaints import complain


def kinds(page):
    return [entry.kind for entry in page.entries]


def titles(page):
    return [entry.title for entry in page.entries]


def call_of(desk, opened):
    exchange = open_exchange(name="Shanghai", by=SETUP, at=at("08:00")).exchange
    for kind, when in (("newCall", "10:30"), ("answer", "10:31"), ("hangup", "10:40")):
        said = {"direction": "in", "caller": "862155500142", "called": "862155500000"}
        told = Rung(kind=EventKind(kind), call_id="c1", **said)
        receive_event(exchange=exchange, told=told, now=at(when))
    attach_call(
        call_id=Call.objects.get().pk, number=opened.number, by=desk.hotline, now=at("10:45")
    )


def sign(desk, number="SV-1", **said):
    details = {
        "customer_id": desk.customer.pk,
        "number": number,
        "kind": ContractKind.SERVICE,
        "signed_on": date(2026, 5, 4),
        "starts_on": date(2026, 6, 1),
        "ends_on": date(2026, 10, 31),
        "version_id": desk.version.pk,
    }
    return sign_contract(details=ContractDetails(**details | said), by=desk.manager, at=at("09:00"))


def covers(desk, contract, **what):
    return cover(contract_id=contract.pk, what=Covered(**what), by=desk.manager, at=at("09:00"))


def attach(desk, opened, **said):
    file = NewFile(**{"name": "pump.jpg", "content": jpeg(), "for_customer": False} | said)
    return attach_file(
        case_id=opened.case_id, file=file, by=desk.hotline, now=at("11:30"), key="file"
    )


def ask(desk, opened, then="15:00", **said):
    told = {"outcome": Outcome.REACHED, "asked": "Mei Lin", "words": "All is well", "score": 5}
    return record_follow_up(
        told=Told(case_id=opened.case_id, **told | said), by=desk.hotline, now=at(then), key=then
    )


def replace_machine(desk, serial="640-2207-0999", old=None):
    old = old or desk.equipment
    details = EquipmentDetails(
        product_id=old.product_id,
        serial_number=serial,
        place=Place(customer_id=desk.customer.pk, site_id=desk.site.pk),
        replaces_id=old.pk,
    )
    return register_equipment(details=details, by=desk.hotline, at=at("16:00"))


@pytest.fixture
def life(desk):
    """A case with all that may happen in one, and what happens beside cases."""
    opened = desk.log("10:02", description="Fan is loud")
    call_of(desk, opened)
    desk.record(opened, "visit.arrived", "11:00")
    attach(desk, opened)
    desk.record(opened, "spare.received", "12:00", text="Fan 12 cm")
    desk.record(opened, "repair.finished", "13:00")
    desk.record(opened, "quote.sent", "13:10")
    desk.record(opened, "note.added", "13:20", text="Key at the gate")
    desk.record(opened, "inspection.completed", "13:30")
    desk.record(opened, "training.held", "13:40")
    desk.record(opened, "explanation.sent", "13:50")
    desk.record(opened, "escalation.accepted", "13:55")
    complain(desk, opened)
    ask(desk, opened)
    replace_machine(desk)
    covers(desk, sign(desk), equipment_id=desk.equipment.pk)
    return opened


def test_everything_is_on_one_line_the_last_first(desk, life, told):
    page = told(by=desk.manager)

    assert kinds(page) == [
        *("part", "follow_up", "other", "document", "training", "upkeep", "words", "money"),
        *("complaint", "repair", "part", "file", "visit", "call", "case"),
        *("contract", "contract", "contract", "machine"),  # ended, covers, signed; accepted
    ]
    assert [entry.at for entry in page.entries] == sorted(
        (entry.at for entry in page.entries), reverse=True
    )


def test_a_case_says_once_that_it_was_asked_and_that_it_was_followed_up(desk, life, told):
    assert kinds(told(kinds=(EntryKind.FOLLOW_UP,))) == ["follow_up"]
    [entry] = told(kinds=(EntryKind.FOLLOW_UP,)).entries
    assert (entry.source, entry.data["score"]) == ("follow_up", 5)


def test_a_follow_up_that_was_recorded_as_a_fact_is_there_too(desk, told):
    opened = desk.log()
    desk.record(opened, "follow_up.made", "12:00", text="Runs")

    [entry] = told(kinds=(EntryKind.FOLLOW_UP,)).entries
    assert (entry.source, entry.body) == ("fact", "Runs")


class TestNarrowing:
    def test_by_kind_and_by_days(self, desk, life, told):
        assert kinds(told(kinds=(EntryKind.VISIT, EntryKind.CALL))) == ["visit", "call"]
        assert kinds(told(since=at("13:30"), until=at("13:50"))) == ["training", "upkeep"]

    def test_what_is_agreed_for_later_has_not_happened(self, desk, told):
        covers(desk, sign(desk, ends_on=date(2027, 5, 31)), equipment_id=desk.equipment.pk)

        assert [entry.source for entry in told().entries][:2] == ["contract_line", "contract"]
        assert told(now="26 12:00").entries[0].source == "contract_line"

    @pytest.mark.parametrize(
        ("text", "fits"),
        [
            ("漏水", True),  # as it was written
            ("號水泵", True),  # in traditional characters
            ("loushui", True),  # by its sound
            ("sh lsh", False),
            ("sanhaoshuibeng", True),
            ("shsb", True),  # the initials of 三号水泵 after the first
            ("水泵 漏水", True),  # all of several words
            ("水泵 漏油", False),
            ("K-{case:06}", True),
            ("ＬＯＵＤ", True),  # full width
            ("!!", False),
        ],
    )
    def test_by_words_in_three_scripts(self, desk, told, text, fits):
        opened = desk.log(title="三号水泵 漏水", description="三号水泵 漏水\nvery loud")

        page = told(text=text.format(case=opened.case_id))
        assert ("case" in kinds(page)) is fits

    def test_by_words_in_files_letters_calls_and_notes(self, desk, life, told):
        assert kinds(told(text="pump.jpg")) == ["file"]
        assert kinds(told(text="key gate")) == ["words"]
        assert kinds(told(text="5550 0142")) == ["call"]
        assert kinds(told(text="SV-1", kinds=(EntryKind.CONTRACT,))) == ["contract"] * 3

    def test_rare_words_are_found_behind_more_than_anybody_reads(self, desk, told, monkeypatch):
        monkeypatch.setattr("kept.records.history.queries.REACH", 2)
        desk.log("10:02", description="Strange smell")
        for minute in range(10, 20):
            desk.log(f"10:{minute}", description="Fan is loud")

        assert titles(told(text="strange")) == ["Strange smell"]
        assert len(told(text="loud").entries) == 10


class TestPages:
    def test_go_on_where_the_last_one_ended_whatever_came_meanwhile(self, desk, told):
        for minute in range(10, 15):
            desk.log(f"10:{minute}", description=f"Request {minute}")
        first = told(limit=2, kinds=(EntryKind.CASE,))
        desk.log("10:40", description="Newer")

        second = told(limit=2, kinds=(EntryKind.CASE,), after=first.after)
        third = told(limit=2, kinds=(EntryKind.CASE,), after=second.after)

        assert titles(first) + titles(second) + titles(third) == [
            f"Request {minute}" for minute in range(14, 9, -1)
        ]
        assert third.after == ""

    @pytest.mark.parametrize(
        "mark",
        [
            *("x", "~", "2026-11-24~1", "9" * 50 + "~" + "9" * 50, "\x00"),
            *(f"2026-11-24T23:00:00+00:00~{sign}{'9' * 30}" for sign in ("", "-")),
            *("9999-12-31T23:59:59-23:59~5", "2026-11-24T23:00:00+00:00~٣"),
        ],
    )
    def test_a_mark_that_nobody_gave_out_begins_at_the_newest(self, desk, told, mark):
        desk.log()

        assert kinds(told(after=mark))[0] == "case"

    def test_take_the_same_few_statements_however_much_happened(
        self, desk, life, told, django_assert_max_num_queries
    ):
        fold_entries(limit=1_000)
        for scope in ("customer", "site", "equipment"):
            with django_assert_max_num_queries(8):  # two of them: nothing is left to fold
                told(scope)


class TestScopes:
    def test_a_machine_has_the_history_of_those_it_took_the_place_of(self, desk, life, told):
        newest = replace_machine(desk, "640-2207-1000", old=desk.equipment.replaced_by)

        assert kinds(told("equipment", newest.pk)) == kinds(told("equipment"))
        assert "visit" in kinds(told("equipment", newest.pk))

    def test_a_machine_knows_which_contracts_cover_all_around_it(self, desk, told):
        covers(desk, sign(desk, "A"), site_id=desk.site.pk)
        covers(desk, sign(desk, "B", kind=ContractKind.SUPPLY))

        found = told("equipment", kinds=(EntryKind.CONTRACT,))
        assert sorted(titles(found)) == ["A", "B"]

    def test_a_system_has_the_history_of_its_pieces(self, desk, told):
        details = SystemDetails(site_id=desk.site.pk, names={"en": "Cooling"})
        system = register_system(details=details, by=desk.hotline, at=at("09:00"))
        where = Place(customer_id=desk.customer.pk, site_id=desk.site.pk, system_id=system.pk)
        piece = register_equipment(
            details=EquipmentDetails(
                product_id=desk.equipment.product_id, serial_number="P-1", place=where
            ),
            by=desk.hotline,
            at=at("09:00"),
        )
        desk.log(equipment_id=piece.pk, description="Of the system")
        desk.log(description="Of another machine")
        covers(desk, sign(desk), system_id=system.pk)

        found = told("system", system.pk)
        assert sorted(titles(found)) == ["Of the system", "SV-1"]
        assert titles(told("system", system.pk, text="another")) == []

    def test_other_customers_and_sites_are_not_in_it(self, desk, told):
        details = CustomerDetails(names={"en": "Lanhai Chemical"})
        other = register_customer(details=details, by=desk.hotline, at=at("08:30"))
        desk.log(customer_id=other.pk, equipment_id=None, office_id=desk.office.pk)

        assert kinds(told()) == ["machine"]
        assert kinds(told("customer", other.pk)) == ["case"]
        assert kinds(told(text="E-47")) == []


class TestWhoMayRead:
    def test_a_complaint_is_hidden_from_whom_it_is_about(self, desk, told):
        opened = desk.log()  # the hotline has it in hand
        complain(desk, opened, person=desk.engineer)

        assert "complaint" not in kinds(told(by=desk.hotline))
        assert "complaint" not in kinds(told(by=desk.engineer))
        assert "complaint" not in kinds(told(by=desk.hotline, text="nobody called back"))
        assert "complaint" in kinds(told(by=desk.manager))

    def test_all_that_happens_in_the_complaint_is_hidden_with_it(self, desk, told):
        about = complain(desk, desk.log())
        record = NewFact(kind="note.added", at=at("14:00"), values={"text": "They shouted"})
        record_fact(
            case_id=about.case_id, fact=record, by=desk.manager, now=at("14:00"), key="note"
        )

        assert "words" in kinds(told(by=desk.manager))
        assert "words" not in kinds(told(by=desk.hotline))

    def test_what_was_said_to_the_desk_is_for_the_desk(self, desk, life, told):
        mine = set(kinds(told(by=desk.engineer)))

        assert {"visit", "part", "document", "contract"} <= mine
        assert not mine & {"call", "letter", "follow_up"}
        assert kinds(told(by=desk.engineer, kinds=(EntryKind.CALL,))) == []

    def test_who_left_or_is_a_customer_reads_nothing(self, desk, life, told):
        desk.engineer.is_active = False
        desk.manager.roles = [Role.CUSTOMER]

        assert kinds(told(by=desk.engineer)) == []
        assert kinds(told(by=desk.manager)) == []


class TestWhatChanges:
    def test_a_correction_takes_the_place_and_a_withdrawal_leaves_nothing(self, desk, told):
        opened = desk.log()
        arrived = desk.record(opened, "visit.arrived", "11:00")
        again = {"case_id": opened.case_id, "by": desk.hotline, "now": at("12:00")}
        fact = NewFact(kind="visit.arrived", at=at("10:50"), values={})
        fixed = correct_fact(seq=arrived.seq, fact=fact, key="fix", **again)

        assert [e.at for e in told(kinds=(EntryKind.VISIT,)).entries] == [at("10:50")]

        withdraw_fact(seq=fixed.seq, reason="Another site", key="gone", **again)

        assert kinds(told(kinds=(EntryKind.VISIT,))) == []

    def test_what_turns_out_to_be_a_complaint_is_one(self, desk, told):
        opened = desk.log()
        values = {"channel": "telephone", "case_type": "complaint"}
        fact = NewFact(kind="request.received", at=at("10:00"), values=values)
        correct_fact(
            case_id=opened.case_id, seq=1, fact=fact, by=desk.manager, now=at("12:00"), key="c"
        )

        assert "complaint" in kinds(told(by=desk.manager))

    def test_a_contract_that_ends_early_ends_then(self, desk, told):
        contract = sign(desk, ends_on=None)
        covers(desk, contract, site_id=desk.site.pk, starts_on=date(2026, 8, 1))
        end_contract(
            contract_id=contract.pk, last_day=date(2026, 7, 1), by=desk.manager, at=at("9:00")
        )

        found = told(kinds=(EntryKind.CONTRACT,)).entries
        assert [(e.data["what"], e.data["day"]) for e in found] == [
            ("ended", "2026-07-01"),
            ("signed", "2026-05-04"),
        ]

    def test_a_file_that_was_taken_back_says_so(self, desk, told):
        opened = desk.log()
        attached = attach(desk, opened)
        withdraw_attachment(
            case_id=opened.case_id,
            attachment_id=attached.attachment_id,
            reason="Wrong machine",
            by=desk.hotline,
            now=at("12:00"),
        )

        [entry] = told(kinds=(EntryKind.FILE,)).entries
        assert (entry.data["withdrawn"], entry.body) == (True, "Wrong machine")
        assert kinds(told(text="wrong machine")) == ["file"]

    def test_a_day_that_was_corrected_is_there_once(self, desk, told):
        record_acceptance(
            equipment_id=desk.equipment.pk,
            on=date(2026, 3, 9),
            evidence="AC-2",
            by=desk.hotline,
            at=at("12:00"),
        )

        [entry] = told(kinds=(EntryKind.MACHINE,)).entries
        assert (entry.data["day"], entry.data["evidence"]) == ("2026-03-09", "AC-2")


def test_writing_it_anew_gives_the_same(desk, life, told):
    told()
    fields = ("source", "object_id", "kind", "at", "customer_id", "site_id", "system_id")
    fields += ("equipment_id", "case_id", "by", "title", "body", "data", "folded", "grams")
    before = sorted(map(repr, Entry.objects.values_list(*fields)))

    assert rebuild_history() == 0
    Entry.objects.filter(pk__in=Entry.objects.order_by("pk")[:3]).delete()
    Entry.objects.filter(pk__in=Entry.objects.order_by("pk")[:2]).update(title="spoilt")
    of_nothing = Entry.objects.order_by("pk").last()
    of_nothing.pk, of_nothing.object_id = None, 10**9
    of_nothing.save(force_insert=True)

    assert rebuild_history() == 6
    told()

    assert sorted(map(repr, Entry.objects.values_list(*fields))) == before


def test_it_stays_quick_however_much_happened(desk, told):
    """A page reads a few hundred rows of the 200,000 of a customer, the 2,000 of a machine."""
    opened = desk.log()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO history_entry (source, object_id, kind, at, customer_id, site_id,
                equipment_id, case_id, by, title, body, data, folded, grams)
            SELECT 'fact', 1000 + n, (ARRAY['visit', 'part', 'case', 'words'])[1 + n %% 4],
                %s - n * interval '1 minute', %s, %s, CASE WHEN n %% 100 = 0 THEN %s::bigint END,
                %s, '', '', '', '{"kind": "visit.ended"}', '', '{}'
            FROM generate_series(1, 200000) AS n
            """,
            [at("09:00"), desk.customer.pk, desk.site.pk, desk.equipment.pk, opened.case_id],
        )
        cursor.execute("ANALYZE history_entry")
    for scope in ("customer", "site", "equipment"):
        for asked in ({}, {"kinds": (EntryKind.MONEY,)}, {"text": "E-47"}):
            assert _rows_read(partial(told, scope, **asked)) < 12_000, (scope, asked)


def _rows_read(ask) -> int:
    """Return how many rows the statements of a question read, as the database counts them."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    rows = 0
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].lstrip().startswith(("SELECT * FROM", "WITH named")):
                cursor.execute(
                    "EXPLAIN (ANALYZE, FORMAT JSON) " + query["sql"].replace("%", "%%"), []
                )
                rows += _read(cursor.fetchone()[0][0]["Plan"])
    return rows


def _read(plan) -> int:
    here = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
    inner = sum(_read(part) for part in plan.get("Plans", ()))
    return inner + (here * plan["Actual Loops"] if "Scan" in plan["Node Type"] else 0)
