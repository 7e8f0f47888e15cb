"""What a file is, by its bytes; what it is called."""

import io
import zipfile

import pytest

from kept.records.files.file_names import MOST_BYTES, MOST_CHARACTERS, safe_name
from kept.records.files.media import JPEG, PDF, TEXT, medium_of
from tests import photos


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (photos.jpeg(), "image/jpeg"),
        (photos.png(), "image/png"),
        (photos.WAV, "audio/wav"),
        (photos.PDF, "application/pdf"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00hdlrvide hdlrsoun", "video/mp4"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00hdlrsoun", "audio/mp4"),
        (b"\x1a\x45\xdf\xa3 A_OPUS", "audio/webm"),
        (b"\x1a\x45\xdf\xa3 V_VP9 A_OPUS", "video/webm"),
        (packed("a.log"), "application/zip"),
        ("2026-11-24 泵停了\n".encode(), "text/plain"),
        ("2026-11-24 泵停了\n".encode("gb18030"), "text/plain"),
    ],
)
def test_the_bytes_tell_what_a_file_is(content, told):
    assert medium_of(content).type == told


def test_a_word_document_is_no_plain_zip():
    assert medium_of(packed("[Content_Types].xml", "word/document.xml")).extensions == (".docx",)


@pytest.mark.parametrize(
    "content",
    [
        photos.SVG,
        photos.HTML,
        photos.EXE,
        b"\xef\xbb\xbf  <?xml version='1.0'?><x/>",
        "<html>".encode("utf-16"),
        b"\x7fELF\x02\x01\x01\x00",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00",  # a packed drawing (.svgz)
        b"<!--# exec cmd='ls' -->",
    ],
)
def test_UP_01_what_a_browser_or_a_machine_would_run_is_not_taken(content):
    assert medium_of(content) is None


@pytest.mark.parametrize(
    ("given", "medium", "shown"),
    [
        ("pump.jpg", JPEG, "pump.jpg"),
        ("泵 漏油 照片.JPEG", JPEG, "泵 漏油 照片.jpeg"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\x\\report.pdf", PDF, "report.pdf"),
        ("report.pdf.exe", PDF, "report.pdf.exe.pdf"),
        ("evil.svg", JPEG, "evil.svg.jpg"),
        ("invoice\u202efdp.exe", PDF, "invoicefdp.exe.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", PDF, "a Set-Cookie_ x=1.pdf"),
        ("nul\x00.pdf", PDF, "_nul.pdf"),
        ("CON", PDF, "_CON.pdf"),
        ("com1.tar.pdf", PDF, "_com1.tar.pdf"),
        (".htaccess", TEXT, "htaccess.txt"),
        ("-rf.txt", TEXT, "rf.txt"),
        ("<img src=x onerror=1>.jpg", JPEG, "_img src=x onerror=1_.jpg"),
        ("👩\u200d🔧.jpg", JPEG, "👩\u200d🔧.jpg"),
        ("", JPEG, "file.jpg"),
        ("/", JPEG, "file.jpg"),
        ("...", JPEG, "file.jpg"),
        (".jpg", JPEG, "jpg.jpg"),
        ("a\ud800b.pdf", PDF, "a_b.pdf"),
    ],
)
def test_UP_04_a_name_is_made_safe_to_show_and_ends_as_the_bytes_are(given, medium, shown):
    assert safe_name(given, medium) == shown


@pytest.mark.parametrize("sign", ["泵", "𠮷", "👩\u200d🔧", "a", "é"])
def test_UP_04_a_name_of_any_length_is_cut(sign):
    name = safe_name(sign * 300 + ".jpg", JPEG)

    assert len(name) <= MOST_CHARACTERS
    assert len(name.encode()) <= MOST_BYTES
    assert name.endswith(".jpg")
