"""How clocks turn, as values."""

from dataclasses import replace

from kept.records.cases.models import FlipKind
from kept.records.cases.projection import ClockRow
from kept.records.cases.turns import turns
from tests.desk import at

RUNNING = ClockRow(
    key="on_site",
    rule="on_site",
    run=1,
    names={"en": "On site"},
    clauses=("D-4",),
    strength="guarantee",
    state="running",
    certain=False,
    started_at=at("10:00"),
    due_at=at("13:00"),
    target_at=None,
    done_at=None,
    broken_at=None,
    ended_at=None,
    limit="3 h",
    promise_version=1,
    plan=(),
)
PERHAPS_LATE = replace(RUNNING, state="unset", done_at=at("14:00"))


def kinds(before, after):
    return [turn.kind for turn in turns({"on_site": before}, {"on_site": after}, now=at("15:00"))]


def test_what_came_after_a_due_that_is_only_possible_was_neither_met_nor_late():
    assert kinds(RUNNING, PERHAPS_LATE) == []


def test_it_is_late_or_met_as_soon_as_the_promise_is_sure():
    late = replace(PERHAPS_LATE, certain=True, state="late", broken_at=at("13:00"))
    assert kinds(PERHAPS_LATE, late) == [FlipKind.BROKEN, FlipKind.LATE]

    moved = replace(PERHAPS_LATE, certain=True, state="met", due_at=at("14:30"))
    assert kinds(PERHAPS_LATE, moved) == [FlipKind.MET, FlipKind.MOVED]


def test_what_is_done_without_a_number_in_the_paper_is_met():
    unset = replace(RUNNING, due_at=None, state="unset", limit="")

    assert kinds(unset, replace(unset, done_at=at("14:00"))) == [FlipKind.MET]


def test_what_was_perhaps_late_and_is_owed_again_was_never_done_on_record():
    assert kinds(PERHAPS_LATE, RUNNING) == []
