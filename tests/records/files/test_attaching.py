"""Adding files to cases and taking them back."""

import errno
import os
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from kept.records.cases.queries import case_version
from kept.records.cases.services import (
    CaseNotFound,
    ConcernsYou,
    Grievance,
    KeyReused,
    ReasonMissing,
    open_complaint,
)
from kept.records.files import folder as bytes_folder
from kept.records.files.models import Attachment, Kind, StoredFile
from kept.records.files.queries import Form, attachment_lines, attachment_served
from kept.records.files.services import (
    AttachmentNotFound,
    Damaged,
    DiskFull,
    FileEmpty,
    FileTooLarge,
    NewFile,
    NotTaken,
    TooManyFiles,
    TooMuchOfCase,
    TooMuchOfCustomer,
    attach_file,
    clear_orphans,
    withdraw_attachment,
)
from kept.records.ledger.actor import Outsider
from kept.records.ledger.queries import entries, verify_stream
from tests import photos
from tests.desk import at, case
from tests.records.constraining import constraints_now
from tests.records.together import together


@pytest.fixture
def opened(desk):
    return desk.log()


def stream(opened) -> str:
    return case(opened).stream


class TestAttachFile:
    def test_keeps_the_bytes_and_says_so_in_the_ledger(self, desk, opened, attach, folder):
        found = attach(opened, name="泵.jpg", content=photos.jpeg(), note="left side")

        [line] = attachment_lines(opened.case_id, viewer=desk.hotline)
        assert (line.name, line.kind, line.note) == ("泵.jpg", Kind.PHOTO, "left side")
        assert (line.added_by, line.added_at) == (desk.hotline.display_name, at("10:30"))
        served = attachment_served(
            opened.number, found.attachment_id, viewer=desk.hotline, form=Form.ORIGINAL
        )
        assert served.content() == photos.jpeg()
        told = entries(stream(opened))[-1]
        assert (told.verb, told.data["sha256"]) == ("file.attached", served.sha256)
        assert verify_stream(stream(opened)) is None

    def test_the_page_of_the_case_learns_of_it(self, desk, opened, attach):
        before = case_version(opened.number, viewer=desk.hotline)
        attach(opened)

        assert case_version(opened.number, viewer=desk.hotline) != before

    def test_the_same_bytes_are_kept_once(self, desk, opened, attach, folder):
        other = desk.log()
        attach(opened, name="a.pdf", content=photos.PDF)
        attach(other, name="b.pdf", content=photos.PDF, key="k-2")

        assert StoredFile.objects.count() == 1
        assert len([path for path in folder.glob("*/*") if path.is_file()]) == 1
        assert Attachment.objects.count() == 2

    def test_what_was_drawn_of_a_photo_may_come_back_as_one(self, desk, opened, attach):
        said = {"viewer": desk.hotline, "form": Form.PICTURE}
        content = photos.jpeg()
        for place in range(3):  # at last what is drawn of it is itself
            found = attach(opened, content=content, key=f"k-{place}")
            content = attachment_served(opened.number, found.attachment_id, **said).content()

        assert StoredFile.objects.filter(picture=F("pk")).exists()

    def test_UP_04_two_files_of_one_name_are_both_kept(self, desk, opened, attach):
        attach(opened, key="k-1", name="a.txt", content=b"one")
        attach(opened, key="k-2", name="a.txt", content=b"two")

        lines = attachment_lines(opened.case_id, viewer=desk.hotline)
        assert [line.name for line in lines] == ["a.txt", "a.txt"]

    def test_UP_04_no_name_chooses_where_the_bytes_are(self, opened, attach, folder):
        attach(opened, name="../../../evil.txt", content=b"one")

        [path] = [path for path in folder.rglob("*") if path.is_file()]
        assert path.name == bytes_folder.digest_of(b"one")

    def test_repeats_give_the_same_answer_and_write_nothing(self, opened, attach):
        first = attach(opened)
        said = len(entries(stream(opened)))
        again = attach(opened, now="10:31")

        assert (again.attachment_id, again.repeated) == (first.attachment_id, True)
        assert len(entries(stream(opened))) == said

    @pytest.mark.parametrize("other", [{"content": photos.PDF}, {"by": Outsider("Wu")}])
    def test_a_key_stands_for_one_file_of_one_sender(self, opened, attach, other):
        attach(opened)

        with pytest.raises(KeyReused):
            attach(opened, **other)

    def test_an_outsider_has_a_name_only(self, desk, opened, attach):
        attach(opened, by=Outsider("Herr Maier"))

        [line] = attachment_lines(opened.case_id, viewer=desk.hotline)
        assert line.added_by == "Herr Maier"
        told = entries(stream(opened))[-1]
        assert (told.actor, told.name) == ("outsider", "Herr Maier")

    @pytest.mark.parametrize("content", [photos.EXE, photos.SVG, photos.HTML])
    def test_what_is_not_taken_leaves_nothing_behind(self, opened, attach, folder, content):
        with pytest.raises(NotTaken) as refused:
            attach(opened, name="photo.jpg", content=content)

        assert "photo.jpg" in str(refused.value)
        assert not folder.exists()
        assert not Attachment.objects.exists()

    def test_a_mail_is_kept_as_it_came_whatever_it_is(self, desk, opened, attach):
        attach(opened, kind=Kind.MAIL, name="raw", content=photos.HTML)

        [line] = attachment_lines(opened.case_id, viewer=desk.hotline)
        assert (line.name, line.media_type) == ("raw.eml", "message/rfc822")

    def test_a_case_that_is_not_there(self, desk, folder):
        with pytest.raises(CaseNotFound):
            attach_file(
                case_id=0,
                file=NewFile(name="a.txt", content=b"a", for_customer=False),
                by=desk.hotline,
                now=at("10:00"),
                key="k",
            )


class TestLimits:
    def test_UP_06_how_large_a_file_may_be(self, opened, attach, settings):
        settings.FILE_MEGABYTES = 1
        with pytest.raises(FileTooLarge):
            attach(opened, name="a.txt", content=b"a" * 1_000_001)
        attach(opened, name="a.txt", content=b"a" * 1_000_000)

    def test_an_empty_file(self, opened, attach):
        with pytest.raises(FileEmpty):
            attach(opened, name="a.txt", content=b"")

    def test_UP_06_how_many_files_a_case_may_have(self, desk, opened, attach, settings):
        settings.CASE_FILES = 1
        attach(opened)
        assert attach(opened).repeated

        with pytest.raises(TooManyFiles):
            attach(opened, key="k-2")
        attach(desk.log(), key="k-2")

    def test_UP_06_how_much_a_case_and_a_customer_may_have(self, desk, opened, attach, settings):
        settings.CASE_MEGABYTES = 1
        attach(opened, name="a.txt", content=b"a" * 900_000)
        with pytest.raises(TooMuchOfCase):
            attach(opened, name="b.txt", content=b"b" * 200_000, key="k-2")
        settings.CUSTOMER_GIGABYTES = 0
        with pytest.raises(TooMuchOfCustomer):
            attach(desk.log(), name="b.txt", content=b"b")


class TestTheFolder:
    def test_a_full_disk_is_said_and_nothing_is_half_done(
        self, desk, opened, attach, folder, monkeypatch
    ):
        def full(_descriptor):
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            with pytest.raises(DiskFull):
                attach(opened, name="a.txt", content=b"a")

        assert not Attachment.objects.exists()
        assert not [path for path in folder.rglob("*") if path.is_file()]
        attach(opened, name="a.txt", content=b"a")

    def test_damage_is_found_when_the_bytes_are_read(self, desk, opened, attach):
        found = attach(opened, name="a.txt", content=b"true")
        asked = {"viewer": desk.hotline, "form": Form.ORIGINAL}
        served = attachment_served(opened.number, found.attachment_id, **asked)
        path = bytes_folder.path_of(served.sha256)

        path.write_bytes(b"false")
        with pytest.raises(Damaged):
            served.content()
        path.unlink()
        with pytest.raises(Damaged):
            served.content()
        attach(opened, name="a.txt", content=b"true", key="k-2")  # sent anew, it is whole again
        assert served.content() == b"true"

    def test_UP_06_what_belongs_to_nothing_is_gone_within_a_day(self, opened, attach, folder):
        attach(opened, name="a.txt", content=b"kept")
        orphan = bytes_folder.path_of(bytes_folder.put(b"orphan"))
        unfinished = folder / "unfinished" / "abc"
        unfinished.write_bytes(b"half")
        written = orphan.stat().st_mtime
        now = at("10:00").fromtimestamp(written, tz=at("10:00").tzinfo)

        assert clear_orphans(now=now + timedelta(hours=1)) == 0
        assert clear_orphans(now=now + timedelta(hours=24)) == 2
        assert not orphan.exists()
        assert not unfinished.exists()
        assert bytes_folder.read(bytes_folder.digest_of(b"kept")) == b"kept"

    def test_sent_by_many_at_once_it_is_there_once(self, committed_desk):
        opened = committed_desk.log()
        file = NewFile(name="a.txt", content=b"once", for_customer=False)

        def send(_number: int) -> object:
            return attach_file(
                case_id=opened.case_id,
                file=file,
                by=committed_desk.hotline,
                now=at("10:30"),
                key="k-1",
            )

        found = together(send, workers=4)

        assert sorted(one.repeated for one in found) == [False, True, True, True]
        assert Attachment.objects.count() == 1


class TestWithdrawing:
    def test_nobody_is_shown_it_any_more_and_its_line_stays(self, desk, opened, attach):
        found = attach(opened)
        said = {"case_id": opened.case_id, "attachment_id": found.attachment_id}
        with pytest.raises(ReasonMissing):
            withdraw_attachment(**said, reason=" ", by=desk.hotline, now=at("10:40"))

        assert withdraw_attachment(**said, reason="wrong", by=desk.hotline, now=at("10:40"))
        assert not withdraw_attachment(**said, reason="other", by=desk.manager, now=at("10:41"))

        [line] = attachment_lines(opened.case_id, viewer=desk.hotline)
        assert (line.withdrawn_why, line.withdrawn_at) == ("wrong", at("10:40"))
        for form in Form:
            asked = {"viewer": desk.manager, "form": form}
            assert attachment_served(opened.number, found.attachment_id, **asked) is None
        told = entries(stream(opened))[-1]
        assert (told.verb, told.data["reason"]) == ("file.withdrawn", "wrong")

    def test_BL_08_not_by_whom_the_complaint_is_about(self, desk, opened, attach):
        complaint = open_complaint(
            about_id=opened.case_id,
            grievance=Grievance(
                text="Nobody came",
                at=at("13:00"),
                channel="telephone",
                responsible_id=desk.manager.pk,
            ),
            by=desk.dispatcher,
            now=at("13:00"),
            key="complaint",
        )
        found = attach(complaint)

        with pytest.raises(ConcernsYou):
            withdraw_attachment(
                case_id=complaint.case_id,
                attachment_id=found.attachment_id,
                reason="It is nothing.",
                by=desk.hotline,
                now=at("13:10"),
            )

    def test_not_through_another_case(self, desk, opened, attach):
        found = attach(opened)

        with pytest.raises(AttachmentNotFound):
            withdraw_attachment(
                case_id=desk.log().case_id,
                attachment_id=found.attachment_id,
                reason="wrong",
                by=desk.hotline,
                now=at("10:40"),
            )


class TestWhoMayHaveIt:
    def test_UP_05_the_photo_itself_is_for_those_who_answer_for_the_case(
        self, desk, opened, attach
    ):
        found = attach(opened)

        def may(person, form):
            asked = {"viewer": person, "form": form}
            return attachment_served(opened.number, found.attachment_id, **asked) is not None

        for person in (desk.hotline, desk.dispatcher, desk.manager):
            assert may(person, Form.ORIGINAL)
        assert not may(desk.engineer, Form.ORIGINAL)
        assert may(desk.engineer, Form.PICTURE)
        assert may(desk.engineer, Form.SMALL)

    def test_AZ_03_not_through_the_number_of_another_case(self, desk, opened, attach):
        found = attach(opened)
        asked = {"viewer": desk.hotline, "form": Form.PICTURE}

        assert attachment_served(desk.log().number, found.attachment_id, **asked) is None


def test_the_database_refuses_a_file_of_another_customers_case(desk, opened, attach):
    constraints_now()
    attach(opened)
    row = Attachment.objects.get()
    row.pk, row.key, row.customer_id = None, "k-9", row.customer_id + 1

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
