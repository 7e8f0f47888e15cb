"""The text in the bytes of a paper. Plain Python: it runs in a child process with limits.

Raises NotRead with a word that `papers` turns into a sentence.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kept.records.policies.paper_docx import text_of_docx
from kept.records.policies.paper_errors import NotRead

MOST_BYTES: Final = 20_000_000
MOST_PAGES: Final = 200
MOST_CHARACTERS: Final = 150_000  # of text; a draft of it must stay below a policy's megabyte
_LEAST_OF_A_PAGE: Final = 12  # characters; with fewer a page is a picture
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Text for machines; its signs would stand among the clauses.
_MARKUP = re.compile(rb"\s*(?:\{\\rtf|%!PS|<!doctype|<html|<\?xml|mime-version:)", re.IGNORECASE)
# What a paper in Chinese is sure to hold; bytes of another encoding read as Chinese do not.
_CHINESE = re.compile("[，。、：；的一不在为為有年日小时時内內保修维維服务務]")
_WRITTEN = re.compile(
    "[\t\n\r -~\u00a0-\u024f\u2000-\u206f\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
)
_SAMPLE: Final = 4_000  # bytes, of which a character takes two or four
_ENOUGH: Final = 20  # characters by which an encoding can be judged


def text_of(content: bytes) -> str:
    """Return the text of a txt, docx or pdf; raises NotRead."""
    if not content.strip():
        raise NotRead("empty")
    text = _by_kind(content)
    if not text.strip():
        raise NotRead("empty")
    if len(text) > MOST_CHARACTERS:
        raise NotRead("too_long", characters=len(text), most=MOST_CHARACTERS)
    return text


def _by_kind(content: bytes) -> str:
    if b"%PDF-" in content[:1024]:
        return text_of_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return text_of_docx(content)
    if content.startswith(_OLD_OFFICE):
        raise NotRead("old_office")
    return text_of_txt(content)


def text_of_pdf(content: bytes) -> str:
    """Return the text of a PDF without the lines that stand on most pages."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise NotRead("password")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise NotRead("too_many_pages", pages=count, most=MOST_PAGES)
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        raise NotRead("broken") from None
    letters = sum(not char.isspace() for page in pages for char in page)
    if letters < _LEAST_OF_A_PAGE * max(1, count):
        raise NotRead("scanned")
    text = "\n".join(_without_furniture(pages))
    return text if text.strip() else "\n".join(pages)


def _without_furniture(pages: list[str]) -> Iterator[str]:
    """Return the pages without headers and footers: lines that more than half of them have."""

    def bare(line: str) -> str:
        return re.sub(r"\d+", "", line).strip()

    edges = Counter(
        line
        for page in pages
        for line in {bare(line) for line in [*page.splitlines()[:3], *page.splitlines()[-3:]]}
    )
    repeated = {line for line, count in edges.items() if len(pages) > 2 and 2 * count > len(pages)}
    for page in pages:
        yield "\n".join(
            line for line in page.splitlines() if bare(line) not in repeated or not line
        )


def text_of_txt(content: bytes) -> str:
    """Return plain text; the encoding is told by its marks, else by what the bytes look like."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    if _MARKUP.match(content):
        raise NotRead("other_kind")
    if b"\x00" in content:
        return _decoded(content, _wide(content))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_as(content, _legacy(content))


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise NotRead("encoding") from None
    controls = len(re.findall("[\x00-\x08\x0e-\x1f]", text))
    if controls > len(text) / 200:
        raise NotRead("other_kind")
    return text


def _wide(content: bytes) -> str:
    """Return which UTF-16 or UTF-32 it is; raises NotRead for bytes that are no text."""
    start = content[:_SAMPLE]
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        said = start.decode(encoding, "replace")
        if len(_WRITTEN.findall(said)) > 0.95 * len(said):
            return encoding
    raise NotRead("other_kind")


def _decoded_as(content: bytes, encoding: str) -> str:
    """Return text of an older encoding; raises NotRead when the bytes only happen to decode."""
    text = _decoded(content, encoding)
    if encoding == "cp1252":
        letters = re.findall("[A-Za-z\u00c0-\u00ff]", text)
        happened = sum(letter > "z" for letter in letters) * 2 > len(letters)
    else:
        happened = len(text) > _ENOUGH and not _CHINESE.search(text)
    if happened or _is_damaged_utf8(content):
        raise NotRead("encoding")
    return text


def _is_damaged_utf8(content: bytes) -> bool:
    """Tell whether bytes are UTF-8 but for a few: as another encoding they would be nonsense."""
    text = content.decode("utf-8", "replace")
    return len(re.findall("[\u0080-\ufffc]", text)) > 10 * text.count("\ufffd")


def _legacy(content: bytes) -> str:
    """Return gb18030, cp950 (Big5) or cp1252, by which of them the bytes would be common in."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]", content)
    single = len(re.findall(rb"(?<![\x81-\xfe])[\xa0-\xff](?=[a-z ,.])", content))
    if single * 2 > len(pairs):
        return "cp1252"
    simplified = sum(0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1 for pair in pairs)
    traditional = sum(
        0xA4 <= pair[0] <= 0xC6 and (pair[1] <= 0x7E or pair[1] >= 0xA1) for pair in pairs
    )
    orders = ("cp950", "gb18030") if traditional > simplified else ("gb18030", "cp950")
    return next((name for name in orders if _decodes(content, name)), "cp1252")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def child() -> None:
    """Read a paper from standard input; write {"text": …} or {"refused": word, …} as JSON."""
    try:
        answer: dict[str, object] = {"text": text_of(sys.stdin.buffer.read(MOST_BYTES + 1))}
    except NotRead as refused:
        answer = {"refused": refused.word, **refused.holes}
    except (zipfile.BadZipFile, zlib.error, RecursionError, NotImplementedError, ValueError):
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))
