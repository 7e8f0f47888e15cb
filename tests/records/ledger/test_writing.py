"""Adding to the ledger, and what nobody may do to it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kept.records.ledger import queries
from kept.records.ledger.actor import System, acting_from
from kept.records.ledger.chain import NotCanonical
from kept.records.ledger.models import Entry, Head
from kept.records.ledger.services import Line, begin_stream, write, write_many
from tests.append_only import act_as_database_administrator
from tests.records.times import moment
from tests.records.together import together

NOON = moment("2026-03-02 12:00")
SWEEPER = System("sweeper")
# A superuser meets the trigger; anyone else has no right to begin with.
REFUSED = "written once|permission denied"


def tell(stream: str, *verbs: str) -> None:
    write_many([Line(stream=stream, verb=verb, by=SWEEPER, at=NOON) for verb in verbs])


@pytest.mark.django_db
class TestWrite:
    def test_keeps_who_when_what_and_from_where(self, wang_fang):
        with acting_from("web:hotline"):
            write(stream="case:1", verb="case.opened", by=wang_fang, at=NOON, data={"a": "泵"})

        [entry] = queries.entries("case:1")
        assert (entry.actor, entry.name) == (f"person:{wang_fang.pk}", "王芳")
        assert (entry.at, entry.origin) == (NOON, "web:hotline")
        assert (entry.verb, entry.data) == ("case.opened", {"a": "泵"})

    def test_numbers_each_stream_from_one_without_gaps(self):
        tell("case:1", "a", "b")
        tell("case:2", "a")
        tell("case:1", "c")

        assert [(e.seq, e.verb) for e in queries.entries("case:1")] == [
            (1, "a"),
            (2, "b"),
            (3, "c"),
        ]
        assert [e.seq for e in queries.entries("case:2")] == [1]
        assert list(queries.verify_all()) == []

    def test_a_stream_begun_at_once_goes_on_like_any_other(self):
        begin_stream([Line(stream="case:1", verb=verb, by=SWEEPER, at=NOON) for verb in ("a", "b")])
        tell("case:1", "c")

        assert [(e.seq, e.verb) for e in queries.entries("case:1")] == [
            (1, "a"),
            (2, "b"),
            (3, "c"),
        ]
        assert queries.verify_stream("case:1") is None

    def test_a_stream_begins_once(self):
        tell("case:1", "a")

        with pytest.raises(IntegrityError), transaction.atomic():
            begin_stream([Line(stream="case:1", verb="b", by=SWEEPER, at=NOON)])

    def test_writes_nothing_when_the_callers_transaction_fails(self):
        with transaction.atomic():
            tell("case:1", "a")
            transaction.set_rollback(True)

        assert queries.entries("case:1") == []
        tell("case:1", "b")
        assert queries.verify_stream("case:1") is None

    def test_refuses_what_cannot_be_verified_later(self):
        with pytest.raises(NotCanonical):
            write(stream="case:1", verb="a", by=SWEEPER, at=NOON, data={"hours": 0.5})

        assert queries.entries("case:1") == []

    def test_text_with_line_breaks_and_quotes_is_data(self):
        said = 'a\nb\u2028c "x" \\ %s {{}} \x1b[31m'
        write(stream="case:1", verb="a", by=SWEEPER, at=NOON, data={"said": said})

        assert queries.entries("case:1")[0].data == {"said": said}
        assert queries.verify_stream("case:1") is None

    def test_pages_through_a_long_stream(self):
        tell("case:1", *("abcdefg"))

        assert [e.verb for e in queries.entries("case:1", after=2, limit=3)] == ["c", "d", "e"]


@pytest.mark.django_db
class TestAppendOnly:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE ledger_entry SET verb = 'x'",
            "UPDATE ledger_entry SET verb = 'x' WHERE false",
            "DELETE FROM ledger_entry",
            "TRUNCATE ledger_entry",
        ],
    )
    def test_AL_01_the_database_refuses_to_change_entries(self, statement):
        tell("case:1", "a")

        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            connection.cursor().execute(statement)

    def test_AL_01_triggers_fire_for_replication_too(self):
        tell("case:1", "a")

        as_replica = "SET LOCAL session_replication_role = replica; DELETE FROM ledger_entry"
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            connection.cursor().execute(as_replica)

    def test_AL_01_not_even_the_tables_owner_has_the_right(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT privilege_type FROM pg_class, aclexplode(relacl) "
                "WHERE relname = 'ledger_entry'"
            )
            rights = {row[0] for row in cursor.fetchall()}

        assert {"SELECT", "INSERT"} <= rights
        assert not rights & {"UPDATE", "DELETE", "TRUNCATE"}


FORGERIES = {
    "changed": "UPDATE ledger_entry SET verb = 'x' WHERE seq = 3",
    "another time": "UPDATE ledger_entry SET at = at - interval '1 day' WHERE seq = 3",
    "another actor": "UPDATE ledger_entry SET actor = 'person:1', name = 'x' WHERE seq = 3",
    "deleted": "DELETE FROM ledger_entry WHERE seq = 3",
    "swapped": (
        "UPDATE ledger_entry SET seq = seq + 100 WHERE seq IN (3, 4);"
        "UPDATE ledger_entry SET seq = 107 - seq WHERE seq > 100"
    ),
    "put in between": (
        "UPDATE ledger_entry SET seq = seq + 100 WHERE seq >= 3;"
        "UPDATE ledger_entry SET seq = seq - 99 WHERE seq >= 100;"
        "INSERT INTO ledger_entry (stream, seq, at, actor, name, origin, verb, data, prev, hash)"
        "  SELECT stream, 3, at, actor, name, origin, 'x', data, hash, prev"
        "  FROM ledger_entry WHERE seq = 2"
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_AL_01_what_a_database_administrator_changed_is_found_at_its_place(forgery):
    tell("case:1", *"abcdef")

    act_as_database_administrator("ledger_entry")
    with connection.cursor() as cursor:
        cursor.execute(forgery)

    assert queries.verify_stream("case:1").seq == 3


@pytest.mark.django_db
def test_AL_01_a_cut_off_end_is_found():
    tell("case:1", *"abcdef")
    act_as_database_administrator("ledger_entry")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE seq >= 5")

    assert queries.verify_stream("case:1").seq == 5


@pytest.mark.django_db
def test_AL_01_a_whole_stream_that_is_gone_is_found():
    tell("case:1", *"abc")
    act_as_database_administrator("ledger_entry")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry")

    assert [(fault.stream, fault.seq) for fault in queries.verify_all()] == [("case:1", 1)]


@pytest.mark.django_db(transaction=True)
def test_AL_06_many_writers_leave_no_gap_and_no_fork():
    writers, each = 12, 25

    def work(writer: int) -> None:
        for turn in range(each):
            # Two streams at once, asked for in opposite orders by neighbours.
            streams = ["case:shared", f"case:{writer % 3}"]
            ordered = streams if writer % 2 else reversed(streams)
            verb = f"{writer}.{turn}"
            write_many([Line(stream=name, verb=verb, by=SWEEPER, at=NOON) for name in ordered])

    assert together(work, workers=writers) == [None] * writers
    assert Head.objects.get(stream="case:shared").seq == writers * each
    assert Entry.objects.count() == 2 * writers * each
    assert list(queries.verify_all()) == []


@pytest.mark.django_db
def test_moments_keep_their_microseconds():
    late = NOON + timedelta(microseconds=1)
    write(stream="case:1", verb="a", by=SWEEPER, at=late)

    assert queries.entries("case:1")[0].at == late
    assert queries.verify_stream("case:1") is None
