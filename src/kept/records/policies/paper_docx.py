"""The text of a Word document: its paragraphs, with the numbers that Word counts by itself.

A docx is a zip of XML. Two of its files are enough, read as a stream by the parser that comes with
Python, with document types refused: so no entity can grow, and nothing outside is fetched.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat

from kept.records.policies.paper_errors import NotRead

_BODY: Final = "word/document.xml"
_NUMBERING: Final = "word/numbering.xml"
_MOST_XML: Final = 60_000_000
_MOST_DEPTH: Final = 200
_MOST_DIGITS: Final = 4
_CHUNK: Final = 65_536
_SPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ENCRYPTED: Final = 0x1
Attributes = Mapping[str, str]


def text_of_docx(content: bytes) -> str:
    """Return a document's text, a line for each paragraph and for each row of a table."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if _BODY not in names:
                raise NotRead("other_kind")
            numbers = _Numbering()
            if _NUMBERING in names:
                _parse(archive, _NUMBERING, numbers.start, lambda _: None, lambda _: None)
            body = _Body(numbers)
            _parse(archive, _BODY, body.start, body.end, body.characters)
    except (zipfile.BadZipFile, EOFError, OSError):
        raise NotRead("broken") from None
    return "\n".join(body.lines)


def _parse(
    archive: zipfile.ZipFile,
    name: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> None:
    """Read one file of the archive; what it unpacks to is counted as it comes."""
    info = archive.getinfo(name)
    if info.flag_bits & _ENCRYPTED:
        raise NotRead("password")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    read = 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                if read > _MOST_XML:
                    raise NotRead("unpacks_too_large")
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise NotRead("broken") from None


def _refuse_doctype(*_: object) -> None:
    raise NotRead("hostile")


def _word(name: str) -> str:
    """Return the name of an element or attribute of Word's; "" for what is not Word's."""
    space, _, local = name.rpartition(" ")
    return local if space == _SPACE else ""


def _value(attributes: Attributes, name: str = "val") -> str:
    return attributes.get(f"{_SPACE} {name}", "")


class _Numbering:
    """How Word counts: by list and depth, the kind of number and the text around it."""

    def __init__(self) -> None:
        self._levels: dict[tuple[str, str], dict[str, str]] = {}
        self._abstract: dict[str, str] = {}
        self._in = ""
        self._list = ""
        self._depth = ""
        self._counts: dict[tuple[str, int], int] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        """Note what one element says."""
        word = _word(name)
        if word == "abstractNum":
            self._in, self._depth = _value(attributes, "abstractNumId"), ""
        elif word == "num":
            self._list, self._in = _value(attributes, "numId"), ""
        elif word == "abstractNumId" and self._list:
            self._abstract[self._list] = _value(attributes)
        elif word == "lvl":
            self._depth = _value(attributes, "ilvl")
        elif word in ("numFmt", "lvlText", "start") and self._in:
            self._levels.setdefault((self._in, self._depth), {})[word] = _value(attributes)

    def next(self, list_id: str, depth: int) -> str:
        """Return the number of the next paragraph of a list, as it stands on paper."""
        abstract = self._abstract.get(list_id, "")
        level = self._levels.get((abstract, str(depth)))
        if level is None or level.get("numFmt") in ("none", None):
            return ""
        if level["numFmt"] == "bullet":
            return "•"
        first = _whole(level.get("start", ""), 1)
        self._counts[abstract, depth] = self._counts.get((abstract, depth), first - 1) + 1
        for deeper in range(depth + 1, 10):
            self._counts.pop((abstract, deeper), None)
        text = level.get("lvlText", "")
        for place in range(depth + 1):
            text = text.replace(f"%{place + 1}", self._shown(abstract, place))
        return text

    def _shown(self, abstract: str, depth: int) -> str:
        level = self._levels.get((abstract, str(depth)), {})
        count = self._counts.get((abstract, depth), _whole(level.get("start", ""), 1))
        return _number(count, level.get("numFmt", "decimal"))


def _whole(said: str, otherwise: int) -> int:
    """Return a number such as a list may begin with; what no list begins with is `otherwise`."""
    return int(said) if said.isdecimal() and len(said) <= _MOST_DIGITS else otherwise


def _number(count: int, kind: str) -> str:
    if "hinese" in kind or kind in ("ideographDigital", "japaneseCounting"):
        return _chinese(count)
    if kind in ("upperRoman", "lowerRoman"):
        return _roman(count) if kind == "upperRoman" else _roman(count).lower()
    if kind in ("upperLetter", "lowerLetter") and 1 <= count <= 26:
        return chr((ord("A") if kind == "upperLetter" else ord("a")) + count - 1)
    return str(count)


def _chinese(count: int) -> str:
    digits = "零一二三四五六七八九"
    if not 1 <= count <= 99:
        return str(count)
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")


def _roman(count: int) -> str:
    said = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        times, count = divmod(count, value)
        said += letters * times
    return said


class _Body:
    """The lines of the document, gathered as its elements come."""

    def __init__(self, numbers: _Numbering) -> None:
        self.lines: list[str] = []
        self._numbers = numbers
        self._depth = 0
        self._paragraph: list[str] = []
        self._row: list[str] | None = None
        self._in_text = False
        self._list, self._level = "", 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Note the beginning of one element."""
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise NotRead("hostile")
        word = _word(name)
        if word == "p":
            self._paragraph, self._list, self._level = [], "", 0
        elif word == "tr":
            self._row = []
        elif word == "t":
            self._in_text = True
        elif word in ("tab", "br", "cr"):
            self._paragraph.append(" " if word == "tab" else "\n")
        elif word == "numId":
            self._list = _value(attributes)
        elif word == "ilvl":
            self._level = min(_whole(_value(attributes), 0), 9)

    def end(self, name: str) -> None:
        """Note the end of one element."""
        self._depth -= 1
        word = _word(name)
        if word == "t":
            self._in_text = False
        elif word == "p":
            self._end_paragraph()
        elif word == "tr" and self._row is not None:
            self.lines.append(" | ".join(filter(None, self._row)))
            self._row = None

    def characters(self, data: str) -> None:
        """Note the text of a run."""
        if self._in_text:
            self._paragraph.append(data)

    def _end_paragraph(self) -> None:
        text = "".join(self._paragraph)
        if text.strip() and self._list not in ("", "0"):
            text = f"{self._numbers.next(self._list, self._level)} {text}".strip()
        if self._row is None:
            self.lines.append(text)
        else:
            self._row.append(" ".join(text.split()))
        self._paragraph, self._list = [], ""
