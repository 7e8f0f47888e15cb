"""Findings of the cause: with evidence, provisional or final, disputed, decided."""

import hashlib

import pytest

from kept.records.cases.models import CaseFact
from kept.records.cases.services import (
    AlreadySo,
    CauseFinding,
    Contest,
    DecisionNeeded,
    EvidenceMissing,
    NothingFound,
    NotYourWord,
    OwnFinding,
    ReasonMissing,
    Word,
    dispute_cause,
    find_cause,
)
from kept.records.cases.vocabulary import UnknownValue
from tests.desk import at, case


def key_of(*said):
    return hashlib.sha256(repr(said).encode()).hexdigest()


THEIRS = Word(of="customer", requester="Lin Hao")
MANAGER = Word(of="manager")


def find(desk, opened, now="10:30", *, by=None, **said):
    said = {"cause": "improper_use", "is_final": True, "evidence": "Scratches at the clamp"} | said
    return find_cause(
        case_id=opened.case_id,
        finding=CauseFinding(at=at(now), **said),
        by=by or desk.engineer,
        now=at(now),
        key=key_of("find", now, said),
    )


def dispute(desk, opened, now="11:00", **said):
    said = {"word": THEIRS, "asked": "material", "text": "It broke by itself"} | said
    return dispute_cause(
        case_id=opened.case_id,
        contest=Contest(at=at(now), **said),
        by=desk.hotline,
        now=at(now),
        key=key_of("dispute", now, said),
    )


@pytest.fixture
def opened(desk):
    return desk.log()


class TestFinding:
    def test_keeps_evidence_in_words_and_files_and_the_code(self, desk, opened):
        done = find(desk, opened, files=(3, 4), code="UPS-C1")

        fact = CaseFact.objects.get(case_id=opened.case_id, seq=done.seq)
        assert fact.by == desk.engineer
        assert fact.values == {
            "cause": "improper_use",
            "finding": "final",
            "evidence": "Scratches at the clamp",
            "files": ["3", "4"],
            "problem": "UPS-C1",
        }

    @pytest.mark.parametrize("files", [(), (7,)])
    def test_a_final_one_rests_on_words_or_files(self, desk, opened, files):
        if files:
            find(desk, opened, evidence="", files=files)
        else:
            with pytest.raises(EvidenceMissing):
                find(desk, opened, evidence="", files=files)

    def test_a_provisional_one_needs_none(self, desk, opened):
        done = find(desk, opened, is_final=False, evidence="")

        assert CaseFact.objects.get(seq=done.seq).values["finding"] == "provisional"

    @pytest.mark.parametrize("said", [{"cause": "material"}, {"is_final": False}])
    def test_BL_03_a_final_one_changes_for_a_reason(self, desk, opened, said):
        find(desk, opened)
        with pytest.raises(ReasonMissing):
            find(desk, opened, "10:40", **said)

        find(desk, opened, "10:40", reason="The laboratory found cracks", **said)

    def test_is_safe_to_repeat(self, desk, opened):
        assert find(desk, opened).seq == find(desk, opened).seq


class TestDispute:
    def test_stands_in_the_queue_with_who_and_what(self, desk, opened):
        find(desk, opened)
        done = dispute(desk, opened)

        assert case(opened).contested_at == at("11:00")
        assert CaseFact.objects.get(seq=done.seq).values == {
            "cause": "material",
            "text": "It broke by itself",
            "party": "customer",
            "requester": "Lin Hao",
        }

    def test_needs_a_finding(self, desk, opened):
        with pytest.raises(NothingFound):
            dispute(desk, opened)

    @pytest.mark.parametrize(
        ("asked", "refused"), [("improper_use", AlreadySo), ("gremlins", UnknownValue)]
    )
    def test_names_another_cause_or_none(self, desk, opened, asked, refused):
        find(desk, opened)
        with pytest.raises(refused):
            dispute(desk, opened, asked=asked)

        dispute(desk, opened, asked="")

    @pytest.mark.parametrize(
        ("said", "refused"),
        [
            ({}, DecisionNeeded),
            ({"word": MANAGER}, DecisionNeeded),
            ({"reason": "It is so"}, DecisionNeeded),
            ({"word": THEIRS, "reason": "They say so"}, DecisionNeeded),
            ({"word": MANAGER, "reason": "It is so"}, NotYourWord),
        ],
    )
    def test_BL_03_is_not_ended_by_finding_the_same_again(self, desk, opened, said, refused):
        find(desk, opened)
        dispute(desk, opened)
        with pytest.raises(refused):
            find(desk, opened, "11:30", **said)

        assert case(opened).contested_at == at("11:00")

    def test_BL_03_nor_by_the_common_form_or_a_correction(self, desk, opened):
        find(desk, opened)
        dispute(desk, opened)

        with pytest.raises(DecisionNeeded):
            desk.record(opened, "cause.found", "11:30", cause="improper_use")

    def test_BL_03_nor_dated_back_before_it(self, desk, opened):
        find(desk, opened)
        dispute(desk, opened)
        with pytest.raises(DecisionNeeded):
            find_cause(
                case_id=opened.case_id,
                finding=CauseFinding(
                    cause="improper_use",
                    is_final=True,
                    at=at("10:50"),
                    evidence="x",
                    reason="x",
                    word=MANAGER,
                ),
                by=desk.manager,
                now=at("11:30"),
                key="back",
            )

    def test_BL_03_nobody_decides_about_a_finding_of_their_own(self, desk, opened):
        find(desk, opened, by=desk.manager)
        dispute(desk, opened)

        with pytest.raises(OwnFinding):
            find(desk, opened, "11:30", by=desk.manager, word=MANAGER, reason="Sure")

    @pytest.mark.parametrize("cause", ["improper_use", "material"])
    def test_ends_with_the_managers_decision_and_its_reason(self, desk, opened, cause):
        find(desk, opened)
        dispute(desk, opened)

        find(desk, opened, "11:30", by=desk.manager, word=MANAGER, reason="Report", cause=cause)

        assert case(opened).contested_at is None

    def test_a_provisional_finding_leaves_it_open(self, desk, opened):
        find(desk, opened)
        dispute(desk, opened)
        find(desk, opened, "11:30", is_final=False, cause="material", reason="A first look")

        assert case(opened).contested_at == at("11:00")
