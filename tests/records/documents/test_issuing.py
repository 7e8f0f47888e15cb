"""Writing a document and issuing it: what it says, what it records, what stays."""

import hashlib
import io

import pytest
from django.db import IntegrityError, connection, transaction
from pypdf import PdfReader

from kept.config.commands import main
from kept.records.cases.models import CaseFact
from kept.records.cases.queries import case_card
from kept.records.documents import queries
from kept.records.documents.asking import FieldEmpty, NotKnownYet
from kept.records.documents.kinds import DocumentKind
from kept.records.documents.models import Document, Version
from kept.records.documents.printing.press import SignsMissing
from kept.records.documents.services import (
    AlreadyIssued,
    DocumentNotFound,
    NotInThese,
    WrittenMeanwhile,
    drop_document,
)
from kept.records.documents.storing import BytesChanged, bytes_of
from kept.records.files import folder
from kept.records.ledger.models import Entry
from kept.records.ledger.services import give_proof
from tests.append_only import act_as_database_administrator
from tests.desk import at
from tests.papers import FOUND, begin, issue, issued, write

EXPLAINED = {
    "reason": {"en": "A part is late."},
    "against_loss": {"en": "A loaner is on its way."},
    "new_date": {"en": "Friday noon."},
}


def words(version):
    return "\n".join(
        p.extract_text() for p in PdfReader(io.BytesIO(bytes_of(version.sha256))).pages
    )


def duty(desk, opened, key, now="12:00"):
    return case_card(opened.number, viewer=desk.manager, at=at(now)).assessment.duty(key)


class TestWriting:
    def test_goes_on_where_somebody_else_stopped(self, desk, opened):
        document = write(desk, begin(desk, opened))

        again = write(desk, document, {"found": {"en": "Worse."}}, by=desk.hotline)

        assert (again.texts, again.edition) == ({"found": {"en": "Worse."}}, 3)

    def test_never_writes_over_what_somebody_else_wrote(self, desk, opened):
        document = begin(desk, opened)
        write(desk, document)

        with pytest.raises(WrittenMeanwhile, match="高磊"):
            write(desk, document, {"found": {"en": "Other."}}, edition=1, by=desk.hotline)
        assert Document.objects.get(pk=document.pk).texts == FOUND

    def test_the_same_draft_twice_is_one(self, desk, opened):
        document = write(desk, begin(desk, opened))

        assert write(desk, document, FOUND, edition=1).edition == 2

    @pytest.mark.parametrize("languages", [[], ["en", "en"], ["en", "zh-hans", "zh-hant"]])
    def test_one_language_or_two(self, desk, opened, languages):
        with pytest.raises(NotInThese):
            begin(desk, opened, languages=languages)

    def test_a_draft_can_be_dropped_but_not_what_was_issued(self, desk, opened):
        draft, done = begin(desk, opened), issued(desk, opened).document

        drop_document(document_id=draft.pk, by=desk.engineer, at=at("12:00"))
        with pytest.raises(AlreadyIssued):
            drop_document(document_id=done.pk, by=desk.engineer, at=at("12:00"))

        assert [one.pk for one in queries.documents_of(opened.case_id)] == [done.pk]
        with pytest.raises(DocumentNotFound):
            issue(draft, desk.engineer)


class TestIssuing:
    def test_says_what_was_written_what_happened_and_which_promises_were_kept(self, desk, opened):
        desk.record(opened, "response.given", "10:20")
        desk.record(opened, "note.added", "10:30", text="they are difficult")

        said = words(issued(desk, opened))

        for part in ("Example Instruments", "Bearing of pump 3", "responded", "D-3", "kept"):
            assert part in said
        assert "difficult" not in said  # notes stay inside

    def test_one_without_what_it_is_there_for_is_refused(self, desk, opened):
        document = write(desk, begin(desk, opened), {"found": {"en": "Hot."}})

        with pytest.raises(FieldEmpty, match="What was done.*English"):
            issue(document, desk.engineer)

    def test_a_sign_that_cannot_be_printed_issues_nothing(self, desk, opened):
        document = write(desk, begin(desk, opened), {**FOUND, "parts": {"en": "😀"}})

        with pytest.raises(SignsMissing):
            issue(document, desk.engineer)
        assert not Version.objects.exists()

    def test_the_same_press_twice_is_one_version(self, desk, opened):
        document = write(desk, begin(desk, opened))

        first, second = (issue(document, desk.engineer, key="k") for _ in range(2))

        assert first.pk == second.pk
        assert CaseFact.objects.filter(kind="document.handed_over").count() == 1

    def test_two_languages_are_both_needed(self, desk, opened):
        document = begin(desk, opened, languages=["en", "zh-hans"])
        write(desk, document)
        with pytest.raises(FieldEmpty, match="简体中文"):
            issue(document, desk.engineer)
        both = {key: {"en": text["en"], "zh-hans": "轴承已更换"} for key, text in FOUND.items()}
        write(desk, Document.objects.get(pk=document.pk), both)

        said = words(issue(document, desk.engineer))

        assert "东岸数据中心" in said
        assert "Eastbank" in said

    def test_does_the_duty_that_asked_for_it(self, desk, opened):
        explanation = DocumentKind.WRITTEN_EXPLANATION

        version = issued(desk, opened, EXPLAINED, kind=explanation, duty="explained")

        line = duty(desk, opened, "explained")
        assert (line.state.value, line.lacks) == ("done", ())
        assert version.data["columns"][0]["title"] == "Explanation in writing"
        fact = CaseFact.objects.get(kind="explanation.sent")
        assert fact.values == {
            "reason": "A part is late.",
            "against_loss": "A loaner is on its way.",
        }

    def test_needs_what_the_policy_wants_in_it(self, desk, opened):
        texts = {"how": {"en": "Dry bearing."}, "prevention": {"en": "Grease it."}}
        analysis = DocumentKind.FAULT_ANALYSIS
        desk.record(opened, "service.restored", "10:50")
        document = begin(desk, opened, kind=analysis, duty="analysis")
        write(desk, document, texts)

        with pytest.raises(NotKnownYet, match="cause"):
            issue(document, desk.engineer)
        assert not Version.objects.exists()

        desk.record(opened, "cause.found", "11:06", cause="wear")
        issue(document, desk.engineer)
        assert duty(desk, opened, "analysis").state.value == "done"

    def test_is_not_the_signature_that_another_duty_waits_for(self, desk, opened):
        issued(desk, opened, duty="sheet")

        assert duty(desk, opened, "sheet").state.value == "owed"


def test_AL_07_each_step_of_a_document_is_an_entry(desk, opened):
    version = issued(desk, opened)
    draft = begin(desk, opened)
    drop_document(document_id=draft.pk, by=desk.engineer, at=at("12:00"))

    told = Entry.objects.filter(stream=f"case:{opened.number}", verb__startswith="document.")
    assert [row.verb for row in told.order_by("seq")] == [
        "document.begun",
        "document.issued",
        "document.begun",
        "document.dropped",
    ]
    issuing = told.get(verb="document.issued")
    assert issuing.actor == desk.engineer.actor_id
    assert issuing.data["sha256"] == version.sha256


class TestNothingIssuedChanges:
    def test_SG_01_another_edit_makes_another_version(self, desk, opened):
        first = issued(desk, opened)
        before = bytes_of(first.sha256)
        document = Document.objects.get(pk=first.document_id)
        write(desk, document, {**FOUND, "parts": {"en": "Bearing 6204"}}, at=at("12:00"))

        second = issue(document, desk.engineer, now="12:05")

        assert (first.number, second.number) == (1, 2)
        assert first.sha256 != second.sha256
        assert bytes_of(first.sha256) == before

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE documents_version SET sha256 = repeat('0', 64)",
            "UPDATE documents_version SET data = '{}'",
            "DELETE FROM documents_version",
            "TRUNCATE documents_version",
        ],
    )
    def test_SG_01_the_database_refuses_to_change_what_was_issued(self, desk, opened, change):
        issued(desk, opened)

        with (
            pytest.raises(Exception, match="permission denied|written once"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)

    def test_SG_01_a_file_that_was_changed_on_the_disk_is_not_given_out(self, desk, opened):
        version = issued(desk, opened)
        path = folder.path_of(version.sha256)
        path.chmod(0o600)
        path.write_bytes(path.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6"))

        with pytest.raises(BytesChanged, match="no longer those that were issued"):
            bytes_of(version.sha256)

    def test_SG_01_a_tampered_file_or_row_is_not_in_the_proof(self, desk, opened, tmp_path, capsys):
        version = issued(desk, opened)
        pdf, proof = tmp_path / "report.pdf", tmp_path / "proof"
        pdf.write_bytes(bytes_of(version.sha256))
        text = give_proof(
            stream=f"case:{opened.number}", anchors=[], by=desk.manager, at=at("12:00")
        )
        proof.write_text(text, encoding="utf8")
        check = ["verify", str(proof), "--document", str(pdf)]

        assert main(check) == 0
        pdf.write_bytes(pdf.read_bytes() + b"\n")
        assert main(check) == 1

        forged = b"%PDF-1.7 forged"
        connection.check_constraints()  # what is deferred holds now, so the table can be altered
        act_as_database_administrator("documents_version")
        digest = hashlib.sha256(forged).hexdigest()
        Version.objects.filter(pk=version.pk).update(sha256=digest)
        pdf.write_bytes(forged)
        assert main(check) == 1


def test_AZ_03_it_belongs_to_the_customer_of_its_case(desk, opened):
    version = issued(desk, opened)
    row = Document.objects.get(pk=version.document_id)

    Document.objects.filter(pk=row.pk).update(customer_id=row.customer_id + 999)

    with pytest.raises(IntegrityError):
        connection.check_constraints()
