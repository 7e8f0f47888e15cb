"""What is let in of a second reader's answer."""

import pytest

from kept.rules.papers import Passage, cut, draft, let_in, questions
from kept.rules.papers.durations import stands_in
from kept.rules.papers.second import FORMS
from kept.rules.policy import load

TEXT = "Old parts are kept by 36 hours after the call, or are sent to you with the next lorry."
PASSAGE = Passage("4.2", {"en": TEXT}, 1, 1)
RIGHT = {"clause": "4.2", "form": "clock", "quote": "by 36 hours", "duration": "36 h"}


def proposals(item, passage=PASSAGE):
    return let_in([passage], [item]).proposals


def test_right_words_are_let_in_once():
    found = let_in([PASSAGE], [RIGHT | {"stop": "refund.paid"}] * 3)
    [proposal] = found.proposals

    assert [span.words(PASSAGE.texts) for span in proposal.spans] == ["by 36 hours"]
    assert proposal.second
    assert found.items == (RIGHT | {"stop": "refund.paid"},)
    assert let_in([PASSAGE], found.items).proposals == found.proposals


@pytest.mark.parametrize(
    "wrong",
    [
        {"clause": "4.3"},
        {"form": "promise"},
        {"form": ""},
        {"quote": "by 36 hours after your call"},  # not their words
        {"quote": "By 36 hours"},
        {"quote": ""},
        {"quote": " . "},
        {"quote": "y"},
        {"duration": "24 h"},
        {"duration": "36 days"},
        {"duration": "36 h .. 48 h"},
        {"duration": "36 h\n  evil: yes"},
        {"duration": "0 h"},
        {"duration": "soon"},
        {"quote": "next lorry", "duration": "36 h"},  # elsewhere in the clause
        {"form": "schedule", "duration": "immediately"},
    ],
)
def test_what_does_not_stand_there_is_dropped(wrong):
    found = let_in([PASSAGE], [RIGHT | wrong])

    assert found.proposals == ()
    assert found.dropped == 1


def test_wrapped_and_doubled_blanks_do_not_matter():
    passage = Passage("4.2", {"en": "We come  within\t36 hours."}, 1, 1)

    assert proposals(RIGHT | {"quote": "within 36\n hours", "form": "schedule"}, passage)


def test_only_our_own_words_reach_a_rule():
    evil = "x\n  rules: {}"
    item = RIGHT | {"start": evil, "stop": evil, "payer": evil, "name": evil}
    [proposal] = proposals(item)

    assert "evil" not in proposal.rule
    assert "rules:" not in proposal.rule
    assert "R-stop" in proposal.rule


def test_what_the_first_reader_has_is_not_said_again():
    passage = Passage("1", {"en": "We answer within 2 hours."}, 1, 1)
    item = {"clause": "1", "form": "clock", "quote": "within 2 hours", "duration": "2 h"}

    assert let_in([passage], [item]) == let_in([passage], [])


CHINESE = "本公司人员三十六小时之内赶到，每季度查看一次，费用归客户，两年内有效，搬运损坏除外。"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("text", "quote", "duration"),
    [(TEXT, TEXT, "36 h"), (TEXT, "Old parts are kept", ""), (CHINESE, CHINESE, "2 years")],
)
def test_every_form_that_is_let_in_loads(form, text, quote, duration):
    passage = Passage("4.2", {"en" if text is TEXT else "zh-Hans": text}, 1, 1)
    item = {"clause": "4.2", "form": form, "quote": quote, "duration": duration}
    found = let_in([passage], [item | {"payer": "customer", "stop": "refund.paid"}])

    policy = load(draft([passage], found.proposals), file="draft")
    assert len(policy.clauses) == 1


@pytest.mark.parametrize(
    ("value", "words", "chinese"),
    [
        ("36 h", "by 36 hours", False),
        ("3 working days", "three (3) full working days", False),
        ("2 h .. 4 h", "2 hours, at worst 4 hours", False),
        ("2 years", "两年内", True),
        ("36 h", "三十六个小时", True),
        ("immediately", "at once", False),
    ],
)
def test_durations_that_stand_in_words(value, words, chinese):
    assert stands_in(value, words, chinese=chinese)


def test_every_clause_is_asked_about_once():
    text = "\n".join(f"{n}. Lift {n} is looked after. " + "x" * 400 for n in range(1, 91))
    asked = list(questions(cut(text)))

    assert sum(count for count, _ in asked) == len(cut(text))
    assert all(len(words) < 10_000 for _, words in asked)
