"""Reading on behind mistakes of writing, so that all that is wrong with a file is told at once.

A tab, a full-width colon, a line that does not stand under the others: each is noted, mended in
memory alone, and the file is read again. A file with such a mistake is never a policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kept.rules.policy.characters import UTF_16
from kept.rules.policy.errors import PolicyError, Problems
from kept.rules.policy.nodes import MapNode
from kept.rules.policy.text import Unreadable, read_nodes
from kept.rules.said import Saying

MOST_CHARACTERS: Final = 100_000  # what is longer is read once
MOST_ROUNDS: Final = 10
FEWEST_CHINESE: Final = 5  # characters that tell GBK from other encodings
_HIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060-\u2064\ufeff]")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"' + r"|'[^']*'|(?:^|(?<= ))#.*")
_TABBED: Final = re.compile(r" *\t[ \t]*")
_WIDE_KEY: Final = re.compile(r"(\s*(?:- +)?)([^\s：:{}\[\],#\"']{1,64})：[ \u3000]*(.*)")
_WIDE_IN_BRACES: Final = re.compile(r"([{,，] *[A-Za-z][\w.-]{0,63})：[ \u3000]*")
_WIDE_COMMA: Final = re.compile(r"[，、]\s*(?=[A-Za-z][\w.-]{0,63}[:：])")
_WIDE_BRACKETS: Final = str.maketrans("｛｝［］", "{}[]")
_NO_SPACE: Final = re.compile(r"(\s*(?:- +)?)([A-Za-z_][\w.-]{0,63}):(?=[^\s:/])(.*)")
_COLON_IN_TEXT: Final = re.compile(r"(?<=[\u4e00-\u9fff]): ")
_BLOCK_TEXT: Final = re.compile(r".*(?::|-) [|>][+-]?\d?\s*")
_ENCODING: Final = frozenset(
    (
        "byte-order-mark",
        "invisible-character",
        "control-character",
        "bidirectional-character",
    )
)
_OF_INDENTATION: Final = frozenset(("indentation", "second-colon", "list-on-its-own-line"))
_OF_COLONS: Final = frozenset(("second-colon", "mapping-broken"))


def read_on(source: str | bytes, problems: Problems) -> MapNode:
    """Return the mapping of a policy file, read as far as its mistakes of writing allow.

    The mistakes are noted in `problems`; raises Unreadable when there is nothing to go on with.
    """
    if len(source) > MOST_CHARACTERS:
        return read_nodes(source, problems)
    reading = _Reading(source, problems.file)
    try:
        root = reading.root()
    finally:
        for error in reading.noted:
            problems.add(error.line, error.saying)
    # What stands in a line that has no value at all is told already.
    problems.settled |= {e.line for e in reading.noted if e.saying.code.endswith("without-value")}
    return root


@dataclass(slots=True)
class _Reading:
    """One file that is read, mended and read again."""

    source: str | bytes
    file: str
    noted: list[PolicyError] = field(default_factory=list)

    def root(self) -> MapNode:
        """Return the root; raises Unreadable. What is wrong is among `noted`."""
        if isinstance(self.source, bytes):
            self.source = self._decoded(self.source)
        for turn in range(MOST_ROUNDS):
            trial = Problems(self.file)
            try:
                root = read_nodes(self.source, trial, strict=False)
            except Unreadable:
                if turn + 1 < MOST_ROUNDS and self._mend(trial.found):
                    continue
                self.noted += trial.found
                raise
            if turn + 1 < MOST_ROUNDS and self._lacks_values(trial) and self._mend_writing():
                continue
            self.noted += trial.found
            return root
        raise Unreadable

    def _lacks_values(self, trial: Problems) -> bool:
        """Whether a value is missing, perhaps because a full-width colon stands before it."""
        missing = (error.saying.code.endswith("without-value") for error in trial.found)
        return any(missing) and isinstance(self.source, str)

    def _decoded(self, content: bytes) -> str | bytes:
        """Return the text, also of the one other encoding that can be told; else the bytes."""
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            text = None if content[:2] in UTF_16 else _chinese(content)
            if text is None:
                return content  # the reader itself tells what is wrong
            self._note(content.count(b"\n", 0, error.start) + 1, _in_gbk())
            return text

    def _mend(self, found: list[PolicyError]) -> bool:
        """Mend what can be, and return whether there was anything."""
        if isinstance(self.source, bytes):
            return False
        if {error.saying.code for error in found} & _ENCODING:
            self.noted += found
            self.source = _HIDDEN.sub("", self.source)
            return not any(error.saying.code == "bidirectional-character" for error in found)
        return self._mend_writing() or self._mend_at(found[-1])

    def _mend_writing(self) -> bool:
        """Mend tabs, full-width marks and colons without a space, wherever they stand."""
        assert isinstance(self.source, str)
        before = self.source
        lines = _Lines(before.split("\n"))
        for number, told in lines.mended():
            self._note(number, told)
        self.source = "\n".join(lines.lines)
        return self.source != before

    def _mend_at(self, error: PolicyError) -> bool:
        """Mend the line at which the reader gave up."""
        assert isinstance(self.source, str)
        lines = self.source.split("\n")
        at, code = error.line - 1, error.saying.code
        if not 0 <= at < len(lines):
            return False
        if code in _OF_INDENTATION and (shift := _shift(lines, at)):
            self._note(error.line, _indentation())
            _move(lines, at, shift)
        elif code in _OF_COLONS and _COLON_IN_TEXT.search(lines[at]):
            self._note(error.line, _colon_in_text())
            lines[at] = _COLON_IN_TEXT.sub("：", lines[at])
        else:
            return False
        self.source = "\n".join(lines)
        return True

    def _note(self, line: int, told: Saying) -> None:
        self.noted.append(PolicyError(self.file, line, told))


@dataclass(slots=True)
class _Lines:
    """The lines of a file, mended one after the other."""

    lines: list[str]
    indents: dict[str, int] = field(default_factory=dict)  # of what begins with tabs

    def mended(self) -> Iterator[tuple[int, Saying]]:
        """Mend each line; yield the number of a line and what was wrong there."""
        text_under = -1  # block text is the owner's own, whatever stands in it
        for at, line in enumerate(self.lines):
            if text_under >= 0 and (not line.strip() or _indent(line) > text_under):
                continue
            text_under = _indent(line) if _BLOCK_TEXT.fullmatch(line) else -1
            for told in self._mend(at):
                yield at + 1, told

    def _mend(self, at: int) -> Iterator[Saying]:
        tabs = _TABBED.match(self.lines[at])
        if tabs and self.lines[at].strip():
            self.lines[at] = " " * self._place(at, tabs[0]) + self.lines[at][tabs.end() :]
            yield _tab()
        line, hidden = _without_texts(self.lines[at])
        if (told := _wide_marks(line)) is not None:
            line, saying = told
            yield saying
        elif (found := _NO_SPACE.fullmatch(line)) and not _has_key(line):
            line = f"{found[1]}{found[2]}: {found[3]}"
            yield _no_space(found[2])
        self.lines[at] = _with_texts(line, hidden)

    def _place(self, at: int, tabs: str) -> int:
        """Return where a line that begins with tabs was meant to stand."""
        above = next((one for one in reversed(self.lines[:at]) if _says_something(one)), "")
        if tabs not in self.indents:
            deeper = 2 if above.rstrip().endswith((":", "：")) else 0
            self.indents[tabs] = _indent(above) + deeper
        return self.indents[tabs]


def _wide_marks(line: str) -> tuple[str, Saying] | None:
    """Return a line with the narrow marks of the language, and what was wrong; None if nothing."""
    if line.translate(_WIDE_BRACKETS) != line:
        return line.translate(_WIDE_BRACKETS), _wide_brackets()
    if not _has_key(line) and (found := _WIDE_KEY.fullmatch(line)) and _is_key(found[2], found[3]):
        narrow = f"{found[1]}{found[2]}: {found[3]}"
        return _narrow_in_braces(narrow), _wide_colon(found[2])
    if "{" not in line and "[" not in line:
        return None
    narrow = _narrow_in_braces(line)
    if narrow == line:
        return None
    return narrow, _wide_comma() if _WIDE_COMMA.search(line) else _wide_colon("")


def _narrow_in_braces(line: str) -> str:
    if "{" not in line and "[" not in line:
        return line
    return _WIDE_COMMA.sub(", ", _WIDE_IN_BRACES.sub(r"\1: ", line))


def _has_key(line: str) -> bool:
    """Whether a line has a key with its colon as the language writes it, before any brace."""
    head = re.split(r"[{\[]", line, maxsplit=1)[0].rstrip("\0")
    return ": " in head or head.rstrip().endswith(":")


def _is_key(key: str, value: str) -> bool:
    """Whether words before a full-width colon are a key, and no part of a text in prose."""
    return key.isascii() or not value.strip() or value.lstrip()[0] in "{[\0"


def _without_texts(line: str) -> tuple[str, list[str]]:
    """Return a line with its quoted texts and its comment hidden, and those."""
    return _QUOTED.sub(lambda found: "\0" * len(found[0]), line), _QUOTED.findall(line)


def _with_texts(line: str, hidden: list[str]) -> str:
    left = iter(hidden)
    return re.sub("\0+", lambda found: next(left), line) if hidden else line


def _shift(lines: list[str], at: int) -> int:
    """Return by how much a line has to move to stand under one above it; 0 if that is unclear."""
    own, levels = _indent(lines[at]), _levels(lines, at)
    others = [level for level in levels if level != own]
    if not others:
        return 0
    if levels[0] < own:  # deeper than a line above that has its value already
        return levels[0] - own
    if own in levels:
        return 0
    opens = lines[at].rstrip().endswith(":")
    like = {level for level in others if _last_at(lines[:at], level).endswith(":") is opens}
    return min(others, key=lambda level: (abs(level - own), level not in like, -level)) - own


def _last_at(lines: list[str], level: int) -> str:
    """Return the last line that begins in a column."""
    there = (line.rstrip() for line in reversed(lines) if _says_something(line))
    return next((line for line in there if _indent(line) == level), "")


def _levels(lines: list[str], at: int) -> list[int]:
    """Return the columns at which something may go on here, the innermost first."""
    found: list[int] = []
    item = _is_item(lines[at])
    for line in reversed(lines[:at]):
        if not _says_something(line):
            continue
        start = _indent(line)
        behind = len(line) - len(line.lstrip(" -")) if _is_item(line) else start
        for place in (behind, start) if item or behind == start else (behind,):
            if not found or place < found[-1]:
                found.append(place)
        if start == 0:
            break
    return found


def _move(lines: list[str], at: int, shift: int) -> None:
    """Move a line, and with it those that stand under it or beside it."""
    own, opens = _indent(lines[at]), False
    for place in range(at, len(lines)):
        if _says_something(lines[place]):
            if _indent(lines[place]) == own:
                opens = lines[place].rstrip().endswith(":")
            elif _indent(lines[place]) < own or not opens:
                break
        lines[place] = f"{' ' * shift}{lines[place]}" if shift > 0 else lines[place][-shift:]


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _chinese(content: bytes) -> str | None:
    """Return the text if it is Chinese in the encoding of Chinese Windows; else None."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    common = sum("\u4e00" <= char <= "\u9fff" for char in text)
    strange = sum(not char.isascii() for char in text) - common
    return text if common >= FEWEST_CHINESE and common > 2 * strange else None


def _tab() -> Saying:
    return Saying("tab", "This line is indented with a tab; indent with spaces.")


def _indentation() -> Saying:
    return Saying("indentation", "The indentation does not fit the lines above it.")


def _in_gbk() -> Saying:
    return Saying(
        "gbk", "This file is written in GBK, the encoding of older systems; save it as UTF-8."
    )


def _wide_brackets() -> Saying:
    return Saying(
        "full-width-brackets", "There are full-width brackets here; write { } and [ ] instead."
    )


def _wide_colon(key: str) -> Saying:
    if not key:
        return Saying(
            "full-width-colon-in-braces",
            "There is a full-width colon within the braces; write “:” and a space.",
        )
    return Saying(
        "full-width-colon",
        "Behind “{key}” stands a full-width colon; write “:” and a space.",
        key=key,
    )


def _wide_comma() -> Saying:
    return Saying(
        "full-width-comma",
        "There is a full-width comma between two entries; write “,” and a space.",
    )


def _no_space(key: str) -> Saying:
    return Saying(
        "no-space-behind-colon", "A space is missing behind the colon of “{key}”.", key=key
    )


def _colon_in_text() -> Saying:
    return Saying(
        "colon-in-text",
        "A text in this line holds a colon; put the text in quotes, or write a full-width colon.",
    )
