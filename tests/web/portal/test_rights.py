"""What a customer may choose stands on the page of their request."""

from kept.records.cases.queries import promised
from kept.web.common.reading.reader import Reader
from kept.web.portal.building import rights, tasks
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


SUPPLIER = """
  exchange:
    form: duty
    name: {en: Exchange with the supplier}
    source: D-13
    when: {cause: quality}
    done: goods.exchanged
    by: supplier
    to: customer
"""


def test_S4c_1_2b_a_task_of_the_supplier_says_where_it_stands(db):
    depot = opened(rights=SUPPLIER, restart="")
    asked = []

    def told(then):
        found = tasks(promised(depot.case_id, at=at(then)), Reader(at(then)))
        asked[:] = [(line.name, line.words.split(" since")[0], line.clauses) for line in found]
        return asked

    assert told("10:30") == []
    rma = depot.approved(depot.own())
    depot.happens(rma, "received", 1, "11:00")
    depot.happens(rma, "inspected", 1, "11:10", cause="quality")
    assert told("11:15") == [("Exchange with the supplier", "Open", ("D-13",))]
    depot.happens(rma, "to_supplier", 1, "11:20", party="Heron", due_at=at("30 12:00"))
    assert told("11:25")[0][1] == "Open: with the supplier"
    depot.happens(rma, "from_supplier", 1, "12:00")
    assert told("12:05")[0][1] == "Open: back from the supplier"
    depot.happens(rma, "replaced", 1, "12:10", serial="NEW-1")
    depot.happens(rma, "tested", 1, "12:20")
    depot.happens(rma, "shipped", 1, "12:30")
    assert told("12:35")[0][1].startswith("Done")
