"""Everything important is in the ledger, and the page about it names every kind of entry."""

import re

import pytest

from kept.records.archive.models.equipment import MilestoneKind
from kept.records.cases.models import FlipKind
from kept.records.parts.models import MovementKind
from kept.records.payments.models import InvoiceKind
from kept.records.quotes.models import Outcome
from kept.records.returns.standing import Kind

from .files import ROOT
from .ledger_kinds import kinds, services

PAGE = (ROOT / "docs" / "ledger.md").read_text(encoding="utf8")
LISTED = re.findall(r"^\| `([a-z_*]+\.[a-z_*]+)` \| [A-Z].+\. \|$", PAGE, re.MULTILINE)
# Services that change something and write no entry, each with its reason.
QUIET = {
    "archive.load_territories": "what comes with Kept",
    "archive.rebuild_search": "follows from the archive",
    "cases.replay_some": "what was found follows from the cases; asking and calling off are told",
    "cases.take_news": "a hand-over to the notices",
    "cases.touch_case": "a counter for pages; whoever calls it tells what changed",
    "documents.write_draft": "what counts is what was issued",
    "files.keep_bytes": "whoever keeps them tells what they belong to",
    "history.fold_entries": "follows from the ledger and its tables",
    "mail.add_to_web_request": "bytes only; what becomes of them is told",
    "mail.borrow": "who reads a mailbox",
    "mail.failed": "who reads a mailbox",
    "mail.looked": "who reads a mailbox",
    "mail.numbered": "how far a mailbox was read",
    "mail.take_in": "bytes only; what becomes of them is told",
    "mail.take_web_request": "bytes only; what becomes of them is told",
    "notices.announce": "the outbox: what people are told follows from what was written",
    "notices.beat": "signs of life",
    "notices.end_beats": "signs of life",
    "notices.group_storms": "the outbox",
    "notices.send_letter": "the outbox",
    "notices.send_next": "the outbox",
    "notices.tell": "the outbox",
    "parts.pick": "a note for whoever packs; the movement that follows is told",
    "presence.forget_gone": "who looks at what just now",
    "presence.mark_present": "who looks at what just now",
    "presence.mark_present_in": "who looks at what just now",
    "quotes.take_over_work": "what counts is what was sent",
    "quotes.write_quote": "what counts is what was sent",
    "telephone.put_out_of_sight": "what one person's page shows",
}

# What a `*` stands for, where the code names it.
WORDS = {
    "*.issued": InvoiceKind.values,
    "clock.*": FlipKind.values,
    "equipment.*": MilestoneKind.values,
    "loaner.*": ["reserved", "released", "handed_over", "back"],  # of loaners._write
    "part.*": MovementKind.values,
    "quote.*": Outcome.values,
    "rma.*": [kind.value for kind in Kind if kind is not Kind.ASKED],  # has its own row
}


def test_AL_07_every_kind_of_entry_is_on_the_page_and_no_other():
    assert sorted(kinds() - set(LISTED)) == []
    assert sorted(set(LISTED) - kinds()) == []
    assert sorted(LISTED) == sorted(set(LISTED))


def test_AL_07_every_service_that_changes_something_writes_an_entry_or_has_a_reason():
    found = services()
    quiet = {name for name, effect in found.items() if effect.changes and not effect.tells}

    assert sorted(quiet - QUIET.keys()) == []
    assert sorted(QUIET.keys() - quiet) == []


def test_AL_07_reading_the_code_sees_what_services_do():
    found = services()

    for name in ("cases.open_case", "cases.record_fact", "files.attach_file", "mail.set_aside"):
        assert found[name].changes, name
        assert found[name].tells, name
    assert not found["files.read_bytes"].changes


def words_of(kind: str) -> set[str]:
    """Return the words that the page gives for the `*` of a kind."""
    [row] = re.findall(rf"^\| `{re.escape(kind)}` \| (.+) \|$", PAGE, re.MULTILINE)
    return set(re.findall(r"`(\w+)`", row))


@pytest.mark.parametrize("kind", WORDS)
def test_AL_07_the_page_says_which_words_stand_for_a_star(kind):
    assert words_of(kind) == set(WORDS[kind])


def test_AL_07_no_star_is_left_without_its_words():
    assert {kind for kind in LISTED if "*" in kind} == WORDS.keys()
