"""Files on the case's page: sending, listing, having, taking back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kept.records.files.folder import path_of
from kept.records.files.models import Attachment, StoredFile
from kept.records.people.models import Person, Role
from kept.records.scanning.clamd import Clamd
from tests import photos
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def opened(desk):
    return desk.log()


@pytest.fixture
def address(opened) -> str:
    return f"/cases/{opened.number}/files/"


def named(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client, address, *files, key="k", script=False, **more):
    said = {"key": key, "file": list(files)} | more
    return client.post(address, said, **({"HTTP_ACCEPT": "text/plain"} if script else {}))


def last() -> Attachment:
    return Attachment.objects.latest("pk")


class TestSending:
    def test_several_at_once_without_a_script(self, client, opened, address):
        answer = send(client, address, named("a.jpg", photos.jpeg()), named("b.wav", photos.WAV))

        assert (answer.status_code, answer["Location"]) == (302, f"/cases/{opened.number}/#files")
        page = client.get(f"/cases/{opened.number}/").content.decode()
        assert "a.jpg" in page
        assert f'<audio controls preload="none" src="{address}{last().pk}/"' in page
        assert "周敏" in page

    def test_a_script_is_answered_in_words(self, client, address):
        assert send(client, address, named("a.pdf", photos.PDF), script=True).status_code == 204
        refused = send(client, address, named("a.exe", photos.EXE), script=True)

        assert refused.status_code == 422
        assert refused["Content-Type"].startswith("text/plain")
        assert "“a.exe” is not a kind of file" in refused.content.decode()

    def test_what_can_be_taken_is_taken_and_the_rest_is_said(self, client, address):
        answer = send(client, address, named("a.pdf", photos.PDF), named("x.svg", photos.SVG))

        assert answer.status_code == 422
        assert "x.svg" in answer.content.decode()
        assert [row.name for row in Attachment.objects.all()] == ["a.pdf"]

    def test_sent_twice_it_is_there_once(self, client, address):
        for _ in range(2):
            send(client, address, named("a.pdf", photos.PDF), named("b.txt", b"b"))

        assert Attachment.objects.count() == 2

    def test_UP_06_too_many_at_once_and_too_large_ones_are_refused(self, client, address, settings):
        many = [named(f"{n}.txt", b"x") for n in range(21)]
        assert "at most 20" in send(client, address, *many).content.decode()
        settings.FILE_MEGABYTES = 1
        large = named("large.txt", b"x" * 1_000_001)
        assert "at most 1 MB" in send(client, address, large).content.decode()
        assert not Attachment.objects.exists()

    def test_UP_06_a_flood_is_slowed(self, client, address, settings):
        settings.ACCOUNT_RATE_LIMITS = {"upload": "2/m/user"}
        statuses = [
            send(client, address, named("a.txt", b"a"), key=f"k{n}", script=True).status_code
            for n in range(4)
        ]

        assert statuses == [204, 204, 422, 422]

    def test_UP_06_more_than_can_be_read_is_said_in_words(self, client, address, settings):
        settings.LARGEST_REQUEST = 1_000_000
        answer = send(client, address, named("a.txt", b"a" * 1_100_000))

        assert answer.status_code == 413
        assert "1 MB" in answer.content.decode()


def test_UP_07_the_page_says_why_a_file_cannot_be_had(client, opened, address, settings):
    settings.SCANNER = Clamd(path="/nowhere/clamd.ctl")
    send(client, address, named("a.txt", b"a"))
    page = f"/cases/{opened.number}/"
    assert "Not scanned for malware yet" in client.get(page).content.decode()
    assert client.get(f"{address}{last().pk}/").status_code == 404

    StoredFile.objects.update(scan_at=None, scanned_at=timezone.now(), signature="Win.Test")
    assert "the scanner found Win.Test in it" in client.get(page).content.decode()
    assert client.get(f"{address}{last().pk}/").status_code == 404


class TestHaving:
    @pytest.fixture
    def photo(self, client, address) -> str:
        send(client, address, named("a.jpg", photos.jpeg(exif=True)), note="left")
        return f"{address}{last().pk}/"

    def test_UP_01_a_file_is_a_download_that_no_browser_runs(self, client, address):
        send(client, address, named('x".pdf', photos.PDF))
        answer = client.get(f"{address}{last().pk}/")

        assert answer.content == photos.PDF
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"] == 'attachment; filename="x_.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "; sandbox;" in answer["Content-Security-Policy"]

    def test_UP_04_a_name_in_chinese_is_kept(self, client, address):
        send(client, address, named("泵.pdf", photos.PDF))
        told = client.get(f"{address}{last().pk}/")["Content-Disposition"]

        assert told == "attachment; filename*=utf-8''%E6%B3%B5.pdf"

    def test_UP_05_pictures_say_nothing_but_what_they_show(self, client, photo):
        for form in ("picture", "small"):
            answer = client.get(f"{photo}{form}/")
            assert answer["Content-Type"] == "image/jpeg"
            assert answer["Content-Disposition"].startswith("inline")
            assert photos.SECRET.encode() not in answer.content
        assert photos.SECRET.encode() in client.get(photo).content

    def test_UP_05_the_engineer_sees_the_picture_only(self, desk, photo):
        engineer = browser_of(desk.engineer)
        page = engineer.get(f"{photo.partition('files')[0]}").content.decode()

        assert f"{photo}small/" in page
        assert f'href="{photo}"' not in page
        assert engineer.get(photo).status_code == 404
        assert engineer.get(f"{photo}picture/").status_code == 200

    @pytest.mark.parametrize(
        ("asked", "status", "told", "length"),
        [
            ("bytes=0-3", 206, "bytes 0-3/44", 4),
            ("bytes=40-", 206, "bytes 40-43/44", 4),
            ("bytes=-4", 206, "bytes 40-43/44", 4),
            ("bytes=0-999", 206, "bytes 0-43/44", 44),
            ("bytes=44-", 416, "bytes */44", 0),
            ("bytes=3-1", 200, None, 44),
            ("bytes=-0", 416, "bytes */44", 0),
            ("bytes=0-1,3-4", 200, None, 44),
            ("bytes=-", 200, None, 44),
            ("lines=1-2", 200, None, 44),
            ("bytes=" + "9" * 400 + "-", 200, None, 44),
        ],
    )
    def test_players_ask_for_parts(self, client, address, asked, status, told, length):
        assert len(photos.WAV) == 44
        send(client, address, named("a.wav", photos.WAV))
        answer = client.get(f"{address}{last().pk}/", HTTP_RANGE=asked)

        assert (answer.status_code, answer.get("Content-Range")) == (status, told)
        assert len(answer.content) == length
        assert answer["Content-Type"] == "audio/wav"

    def test_AZ_03_a_file_is_had_through_its_own_case_only(self, desk, client, photo, opened):
        other = desk.log()
        for form in ("", "picture/", "small/", "withdraw/"):
            moved = photo.replace(opened.number, other.number) + form
            assert client.get(moved).status_code == 404
        assert client.get(f"{photo}9{'0' * 20}/").status_code == 404

    def test_a_damaged_file_is_not_handed_over(self, client, address):
        send(client, address, named("a.txt", b"true"))
        path_of(last().file.sha256).write_bytes(b"false")

        assert client.get(f"{address}{last().pk}/").status_code == 404


def test_taking_a_file_back(desk, client, opened, address):
    send(client, address, named("a.txt", b"a"))
    withdraw = f"{address}{last().pk}/withdraw/"
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    assert client.post(withdraw, {"reason": "wrong case"}).status_code == 302

    page = client.get(f"/cases/{opened.number}/").content.decode()
    assert "withdrawn by" in page
    assert ": wrong case" in page
    assert f'href="{address}{last().pk}/"' not in page
    assert client.get(f"{address}{last().pk}/").status_code == 404
    assert client.get(withdraw).status_code == 404


def test_who_only_reads_policies_adds_nothing(desk, opened, address):
    reader = browser_of(Person.objects.get(pk=desk.manager.pk))
    Person.objects.filter(pk=desk.manager.pk).update(roles=[Role.POLICY_OWNER])

    page = reader.get(f"/cases/{opened.number}/").content.decode()
    assert "data-upload" not in page
    assert send(reader, address, named("a.txt", b"a")).status_code == 403
