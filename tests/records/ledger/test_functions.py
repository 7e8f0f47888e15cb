"""The chain that functions of the database make is the one that everything else makes."""

import json

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.ledger import queries
from kept.records.ledger.actor import acting_from
from kept.records.ledger.chain import SAFE_INTEGER, canonical
from kept.records.ledger.services import telling, write
from tests.records.times import moment

NOON = moment("2026-03-02 12:00")
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8)
PLAIN = st.none() | st.booleans() | st.integers(-SAFE_INTEGER, SAFE_INTEGER) | TEXTS
SAID = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
)


def asked(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


@pytest.mark.django_db
@given(SAID)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_database_writes_a_value_as_everyone_does(said):
    text = json.dumps(said, ensure_ascii=False)

    assert asked("SELECT ledger_canonical(%s::jsonb)", text) == canonical(said).decode()


@pytest.mark.django_db
def test_AL_02_what_a_function_adds_follows_from_what_was_there(wang_fang):
    write(stream="case:1", verb="a", by=wang_fang, at=NOON)
    said = {"泵": ['"', "\\", "\x1f"], "": None}
    with acting_from("web:store"):
        told = telling(verb="b", by=wang_fang, at=NOON)
        asked("SELECT ledger_add('case:1', %s::jsonb, %s::jsonb)", told, json.dumps(said))
    write(stream="case:1", verb="c", by=wang_fang, at=NOON)

    entries = queries.entries("case:1")
    assert [(e.seq, e.verb) for e in entries] == [(1, "a"), (2, "b"), (3, "c")]
    assert (entries[1].name, entries[1].origin, entries[1].at) == ("王芳", "web:store", NOON)
    assert entries[1].data == said
    assert queries.verify_stream("case:1") is None


@pytest.mark.django_db
def test_a_function_adds_to_no_stream_that_has_not_begun(wang_fang):
    with pytest.raises(DatabaseError, match="no rows"):
        asked(
            "SELECT ledger_add('case:9', %s::jsonb, '{}')", telling(verb="b", by=wang_fang, at=NOON)
        )
