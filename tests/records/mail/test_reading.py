"""What stands in a message, whatever its sender's program made of it."""

import base64
import itertools
import quopri
from email.header import Header

import pytest

from kept.records.mail.reading.message import NotRead, read
from kept.records.mail.reading.reader import Reader
from tests.records.mail.messages import message, multipart

WORDS = {
    "gb2312": "设备停机，请尽快处理",
    "gbk": "設備停機，鎔爐溫度過高",
    "gb18030": "𠮷镕设备停机",
    "big5": "設備停機，請盡快處理",
    "big5-hkscs": "啲設備壞咗，請即處理",
    "shift_jis": "ポンプが停止しました",
    "iso-2022-jp": "ポンプが停止しました",
    "euc-kr": "펌프가 멈췄습니다",
    "utf-8": "设备停机 — Pumpe steht ✔",
    "utf-7": "设备停机",
    "iso-8859-1": "Die Pumpe läuft nicht für Süd",
    "windows-1252": "Pumpe „läuft“ nicht",
    "utf-16": "设备停机",
    "koi8-r": "Насос остановлен",
}
MISLABELLED = {  # what the bytes are, what the message says they are
    ("gb18030", "gb2312"): "𠮷镕设备停机",
    ("big5-hkscs", "big5"): "啲設備壞咗",
    ("utf-8", "us-ascii"): "设备停机",
    ("gb18030", "x-unknown"): "设备已经停机，请尽快派人处理",
    ("big5", "x-unknown"): "設備已經停機，請盡快派人處理",
    ("shift_jis", "no-such-charset"): "ポンプが停止しました。確認してください",
    ("utf-8", "gb2312"): "请尽快处理这个问题",
    ("gb18030", ""): "设备已经停机，请尽快派人处理",
    ("windows-1252", "utf-8"): "Die Pumpe läuft nicht für Süd",
}
CODINGS = ("8bit", "base64", "quoted-printable")


def coded(content: bytes, coding: str) -> bytes:
    if coding == "base64":
        return base64.encodebytes(content)
    return quopri.encodestring(content) if coding == "quoted-printable" else content


def labelled(charset: str) -> str:
    return f'text/plain; charset="{charset}"' if charset else "text/plain"


@pytest.mark.parametrize(("charset", "coding"), list(itertools.product(WORDS, CODINGS)))
def test_EM_11_a_body_is_read_in_every_charset(charset, coding):
    content = coded(WORDS[charset].encode(charset), coding)
    found, _ = read(message(content, content_type=labelled(charset),
                            Content_Transfer_Encoding=coding))  # fmt: skip

    assert found.text.strip() == WORDS[charset]


@pytest.mark.parametrize(("pair", "coding"), list(itertools.product(MISLABELLED, CODINGS)))
def test_EM_11_a_body_is_read_whatever_it_calls_itself(pair, coding):
    real, named = pair
    content = coded(MISLABELLED[pair].encode(real), coding)
    found, _ = read(message(content, content_type=labelled(named),
                            Content_Transfer_Encoding=coding))  # fmt: skip

    assert found.text.strip() == MISLABELLED[pair]


@pytest.mark.parametrize("charset", [each for each in WORDS if each != "utf-16"])
@pytest.mark.parametrize("where", ["subject", "name", "file"])
def test_EM_11_encoded_words_are_read_everywhere(charset, where):
    words = Header(WORDS[charset], charset).encode()
    if where == "subject":
        assert read(message(subject=words))[0].subject == WORDS[charset]
    elif where == "name":
        sender = read(message(sender=f"{words} <a@b.example>"))[0].sender
        assert (sender.name, sender.address) == (WORDS[charset], "a@b.example")
    else:
        kind = f'application/pdf; name="{words}"'
        body = multipart((f"Content-Type: {kind}", b"%PDF-"))
        found, _ = read(message(body, content_type='multipart/mixed; boundary="b-0"'))
        assert found.attached[0].name == WORDS[charset]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5", "shift_jis"])
def test_EM_11_raw_bytes_in_headers_are_read(charset):
    words = "设备已经停机，请尽快派人处理" if charset == "gb18030" else WORDS[charset]
    raw = b"From: a@b.example\r\nSubject: " + words.encode(charset) + b"\r\n\r\nx"

    assert read(raw)[0].subject == words


def test_EM_11_a_word_split_between_two_encoded_words_is_whole():
    first, second = "设备".encode()[:4], "设备".encode()[4:]
    halves = [f"=?utf-8?B?{base64.b64encode(half).decode()}?=" for half in (first, second)]

    assert read(message(subject=" ".join(halves)))[0].subject == "设备"


@pytest.mark.parametrize(
    ("subject", "reads"),
    [
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a?= b =?gb2312?B?xPo=?=", "a b 您"),
        ("=?x-unknown?Q?caf=E9?=", "café"),
        ("=?utf-8?B?not base64 at all!?=", None),  # marked or left, never an error
        ("plain text", "plain text"),
        ("=?utf-8?Q?nul=00here?=", "nul\ufffdhere"),
        ("=?utf-8*en?Q?with_a_language?=", "with a language"),
        ("line\r\n folded", "line folded"),
    ],
)
def test_EM_11_headers(subject, reads):
    found = read(message(subject=subject))[0].subject

    assert reads is None or found == reads


def test_EM_11_nothing_that_a_database_refuses_comes_through():
    body = b"\xef\xbb\xbfbegins with a mark\x00and a nul \xff\xfe"
    found, _ = read(message(body))

    assert found.text.startswith("begins with a mark\ufffdand a nul")
    found.text.encode("utf-8")


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ("filename*=utf-8''%E8%AE%BE%E5%A4%87.pdf", "设备.pdf"),
        ("filename*=gb2312''%C4%FA.pdf", "您.pdf"),
        ("filename*0*=utf-8''%E8%AE%BE; filename*1=\"rest.pdf\"", "设rest.pdf"),
        ('filename="plain.pdf"', "plain.pdf"),
        ('filename="=?utf-8?B?6K6+5aSH?=.pdf"', "设备.pdf"),
    ],
)
def test_EM_11_file_names(parameter, name):
    head = f"Content-Type: application/pdf\r\nContent-Disposition: attachment; {parameter}"
    body = multipart((head, b"%PDF-"))
    found, files = read(message(body, content_type='multipart/mixed; boundary="b-0"'))

    assert [one.name for one in found.attached] == [name]
    assert files == [b"%PDF-"]


def test_an_html_body_is_read_as_words():
    page = "<style>p{}</style><p>Pump <b>down</b></p><script>alert(1)</script><p>Please come</p>"
    found, _ = read(message(page, content_type="text/html"))

    assert found.text == "Pump down\n\nPlease come"
    assert "<script>" in found.html  # cleaned where it is shown


def test_text_is_taken_before_html():
    body = multipart(("Content-Type: text/plain", b"words"), ("Content-Type: text/html", b"<p>p"))
    found, _ = read(message(body, content_type='multipart/alternative; boundary="b-0"'))

    assert found.text == "words"


@pytest.mark.parametrize(
    "quoted",
    [
        "On Fri, 27 Nov 2026 at 10:00, Kept <s@kept.example> wrote:\n> old",
        "-----Original Message-----\nFrom: Kept\nold",
        "在 2026-11-27 10:00:00，Kept 写道：\n> old",
        "发件人: Kept <s@kept.example>\n发送时间: 2026年11月27日\nold",
        "Am 27.11.2026 um 10:00 schrieb Kept:\n> old",
        "> old\n> older",
    ],
)
def test_an_answer_is_shown_without_what_it_quotes(quoted):
    found, _ = read(message(f"It works again.\n\n{quoted}\n"))

    assert found.new == "It works again."
    assert "old" in found.text


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("a@b.example", "a@b.example"),
        ("Name <A@B.Example>", "a@b.example"),
        ('"b@c.example" <a@b.example>', "a@b.example"),
        ('"x, y" <a@b.example> (a comment with <z@z.example>)', "a@b.example"),
        ("a@b.example, c@d.example", None),
        ("a@b.example <c@d.example> e@f.example", None),
        ("nobody", None),
        ("<>", None),
        ("", None),
    ],
)
def test_EM_01_a_sender_is_one_address_or_none(sender, address):
    found = read(message(sender=sender))[0].sender

    assert (found.address if found else None) == address


def test_EM_01_of_two_from_headers_neither_counts():
    doubled = b"From: boss@kept.example\r\n" + message()

    assert read(doubled)[0].sender is None


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<x.y>"},
        {"Return_Path": "<>"},
        {"X_Loop": "yes"},
    ],
)
def test_EM_05_a_machine_is_known_by_its_marks(header):
    assert read(message(**header))[0].automatic
    assert not read(message(Auto_Submitted="no"))[0].automatic


HOSTILE = {
    "nested": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(1000)
    ),
    "parts": b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 200_000,
    "typed parts": b'Content-Type: multipart/mixed; boundary="b"\n\n'
    + b"--b\nContent-Type: text/plain\n\nx\n" * 100_000,
    "headers": b"".join(b"X-%d: y\n" % n for n in range(100_000)) + b"\nx",
    "attachment": b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(b"z" * 120_000_000),
}
TIRING = {
    "encoded words": b"Subject: " + b"=?utf-8?Q?a?= " * 20_000 + b"\n\nx",
    "addresses": b"To: " + b"a@b.c, " * 20_000 + b"\n\nx",
    "comments": b"From: " + b"(" * 3_000 + b")" * 3_000 + b" a@b.c\n\nx",
    "long line": b"Subject: " + b"y" * 1_000_000 + b"\n\nx",
    "links": b"Content-Type: text/html\n\n" + b"<a href='http://x/y'>u</a>\n" * 50_000,
    "tags": b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "quotes": b'From: "' + b"\\" * 15_000 + b"\n\nx",
}


@pytest.fixture(scope="module")
def reader():
    reader = Reader()
    yield reader
    reader.close()


@pytest.mark.parametrize("kind", HOSTILE)
def test_EM_10_what_is_made_to_tire_is_given_up(reader, kind):
    with pytest.raises(NotRead):
        reader.read(HOSTILE[kind])

    assert reader.read(message())[0].subject == "Pump down"


@pytest.mark.parametrize("kind", TIRING)
def test_EM_10_what_is_only_long_is_read_within_the_limits(reader, kind):
    found, _ = reader.read(TIRING[kind])

    assert len(found.subject) <= 1000
    assert len(found.text) <= 200_010


def test_EM_10_a_reader_that_dies_is_replaced(reader):
    reader.read(message())
    reader._child._child.kill()
    reader._child._child.wait()

    assert reader.read(message())[0].subject == "Pump down"
