"""What a customer may choose stands on the page of their request."""

from kept.records.cases.queries import promised
from kept.web.common.reading.reader import Reader
from kept.web.portal.building import rights
from tests.desk import at
from tests.records.returns.test_remedies import RIGHTS, choose, fail, opened

UNSURE = RIGHTS.replace("{en: a new unit}}", "{en: a new unit}, when: {cause: quality}}")


def told(depot):
    found = rights(promised(depot.case_id, at=at("11:30")), Reader(at("11:30")))
    return [(line.name, line.words, tuple(line.clauses)) for line in found]


def test_what_is_open_names_what_is_sure_and_the_clause(db):
    depot = opened()
    assert told(depot) == []

    fail(depot)
    assert told(depot) == [("After two repairs", "You may choose: a new unit.", ("D-13",))]


def test_what_was_chosen_is_said(db):
    depot = opened()
    fail(depot)
    choose(depot)

    [(_name, words, _clauses)] = told(depot)
    assert words == "You have chosen: a new unit."


def test_where_no_option_is_sure_yet_nothing_is_offered(db):
    depot = opened(rights=UNSURE)
    fail(depot)

    assert told(depot) == []
