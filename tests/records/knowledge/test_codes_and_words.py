"""Codes of what was seen, found and done; ready words."""

import pytest

from kept.records.cases.models import CaseFact
from kept.records.cases.services import withdraw_fact
from kept.records.knowledge.body import Block, blocks, steps
from kept.records.knowledge.filling import filled
from kept.records.knowledge.models import CodeKind
from kept.records.knowledge.queries import cases_per_code, codes, codes_of_case, ready_texts
from kept.records.knowledge.services import (
    ArticleEmpty,
    CodeDetails,
    CodeUnknown,
    CodeUnplaced,
    HoleUnknown,
    KeyUnclear,
    ReadyTextDetails,
    choose_code,
    keep_code,
    keep_ready_text,
    retire_code,
    retire_ready_text,
)
from kept.records.ledger.models import Entry
from tests.desk import at


@pytest.fixture
def keep(desk):
    def keep(code, kind=CodeKind.SYMPTOM, name="x", **more) -> bool:
        details = CodeDetails(kind=kind, names={"en": name}, **more)
        return keep_code(code=code, details=details, by=desk.manager, now=at("09:00"))

    return keep


def choose(desk, opened, code, key="k"):
    told = {"case_id": opened.case_id, "by": desk.hotline, "now": at("10:30")}
    return choose_code(code=code, key=key, **told)


class TestCodes:
    def test_they_stand_as_a_tree(self, keep):
        keep("S1", name="Noise")
        keep("S1.1", parent="S1")
        keep("S2")

        assert [(one.code, one.depth) for one in codes()] == [("S1", 0), ("S1.1", 1), ("S2", 0)]

    def test_a_code_is_never_below_itself_nor_below_another_kind(self, keep):
        keep("S1")
        keep("S1.1", parent="S1")

        for wrong in (
            {"code": "S1", "parent": "S1.1"},
            {"code": "S1", "parent": "S1"},
            {"code": "R1", "kind": CodeKind.REMEDY, "parent": "S1"},
            {"code": "S9", "parent": "none"},
        ):
            with pytest.raises(CodeUnplaced):
                keep(**wrong)

    def test_a_cause_names_the_policys_own_word_and_others_do_not(self, keep):
        with pytest.raises(CodeUnplaced):
            keep("C1", CodeKind.CAUSE)
        with pytest.raises(CodeUnplaced):
            keep("S1", policy_cause="wear")

    def test_keeping_twice_changes_nothing(self, keep):
        assert keep("S1") is True
        assert keep("S1") is False
        assert Entry.objects.filter(stream="codes").count() == 1

    def test_a_symptom_is_noted_and_counted(self, desk, keep):
        keep("S1", name="Noise")
        opened = desk.log()

        first, again = choose(desk, opened, "S1"), choose(desk, opened, "S1")

        assert again.repeated
        fact = CaseFact.objects.get(case_id=opened.case_id, seq=first.seq)
        assert (fact.kind, fact.values) == ("note.added", {"problem": "S1", "text": "S1 Noise"})
        assert cases_per_code() == {"S1": 1}
        assert codes_of_case(opened.case_id, family="").chosen[CodeKind.SYMPTOM].code == "S1"

    def test_a_cause_is_found_in_the_policys_own_words(self, desk, keep):
        keep("C1", CodeKind.CAUSE, name="Worn bearing", policy_cause="wear")
        opened = desk.log()

        done = choose(desk, opened, "C1")

        fact = CaseFact.objects.get(case_id=opened.case_id, seq=done.seq)
        assert (fact.kind, fact.values["cause"]) == ("cause.found", "wear")
        assert fact.values["problem"] == "C1"

    def test_the_last_of_a_kind_counts(self, desk, keep):
        keep("S1")
        keep("S2")
        opened = desk.log()
        choose(desk, opened, "S1", "k1")
        choose(desk, opened, "S2", "k2")

        assert codes_of_case(opened.case_id, family="").chosen[CodeKind.SYMPTOM].code == "S2"
        assert cases_per_code() == {"S2": 1}

    def test_a_code_whose_fact_is_withdrawn_counts_no_more(self, desk, keep):
        keep("S1")
        opened = desk.log()
        done = choose(desk, opened, "S1")
        told = {"reason": "a slip", "by": desk.hotline, "now": at("10:40"), "key": "w"}
        withdraw_fact(case_id=opened.case_id, seq=done.seq, **told)

        assert codes_of_case(opened.case_id, family="").chosen == {}
        assert cases_per_code() == {}

    def test_what_is_retired_or_for_other_machines_cannot_be_chosen(self, desk, keep):
        keep("S1")
        keep("S2", family="another")
        retire_code(code="S1", by=desk.manager, now=at("09:30"))
        opened = desk.log()

        for code in ("S1", "S2", "none"):
            with pytest.raises(CodeUnknown):
                choose(desk, opened, code)


class TestReadyWords:
    def keep(self, desk, key="hello", text="Dear {customer}, {number}"):
        details = ReadyTextDetails(names={"en": "Greeting"}, texts={"en": text})
        return keep_ready_text(key=key, details=details, by=desk.manager, now=at("09:00"))

    def test_they_are_kept_once_and_can_be_retired(self, desk):
        assert self.keep(desk) is True
        assert self.keep(desk) is False
        assert [one.key for one in ready_texts()] == ["hello"]
        told = {"key": "hello", "by": desk.manager, "now": at("09:30")}
        assert (retire_ready_text(**told), retire_ready_text(**told)) == (True, False)
        assert ready_texts() == []

    def test_a_hole_that_nothing_fills_a_bad_key_and_no_words_are_refused(self, desk):
        for problem, wrong in (
            (HoleUnknown, {"text": "{password}"}),
            (KeyUnclear, {"key": "a/b"}),
            (ArticleEmpty, {"text": " "}),
        ):
            with pytest.raises(problem):
                self.keep(desk, **wrong)

    @pytest.mark.parametrize(
        ("text", "values", "result"),
        [
            ("Dear {customer}", {"customer": "Lin"}, "Dear Lin"),
            ("by {due}", {}, "by {due}"),  # seen, so that nobody sends it so
            ("{customer}", {"customer": "{number}", "number": "1"}, "{number}"),
            ("{customer.__class__} {0} {}", {"customer": "x"}, "{customer.__class__} {0} {}"),
        ],
    )
    def test_holes_are_filled_once(self, text, values, result):
        assert filled(text, values) == result


class TestBody:
    def test_headings_lists_and_paragraphs(self):
        text = "# Before\nSwitch off.\nWait.\n\n- one\n- two\n1. first\n2、第二\n\nEnd"

        assert blocks(text) == (
            Block("heading", ("Before",)),
            Block("paragraph", ("Switch off. Wait.",)),
            Block("bullets", ("one", "two")),
            Block("numbers", ("first", "第二")),
            Block("paragraph", ("End",)),
        )
        assert steps(text) == ("first", "第二")

    def test_markup_stays_text(self):
        assert blocks("<b>x</b>")[0].lines == ("<b>x</b>",)
