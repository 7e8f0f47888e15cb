"""What a YAML parser says, said for people."""

from __future__ import annotations

from typing import Final

import yaml

from kept.rules.said import Saying

_NEVER_CLOSED: Final = Saying("quotes-not-closed", "The quotes that open here are never closed.")
_DIRECTIVE: Final = Saying("directive", "Directives (%YAML, %TAG) are refused; leave the line out.")
_TAG: Final = Saying("tags", "Tags (!…) are refused; leave it out.")
_TAB_INSIDE: Final = Saying(
    "tab-within-a-line", "There is a tab in this line; write spaces instead."
)
_INDENTATION: Final = Saying("indentation", "The indentation does not fit the lines above it.")
_SENTENCES: Final = (
    (
        "mapping values are not allowed",
        Saying(
            "second-colon",
            "There is a second colon in this line, or the line before lacks one; put a text that "
            "holds a colon in quotes, and look at the indentation.",
        ),
    ),
    (
        "block sequence entries are not allowed",
        Saying("list-on-its-own-line", "A list begins with “-” on a line of its own."),
    ),
    (
        "while scanning an alias",
        Saying("begins-with-star", 'A text that begins with * stands in quotes: "*".'),
    ),
    (
        "while scanning an anchor",
        Saying("begins-with-ampersand", "A text that begins with & stands in quotes."),
    ),
    (
        "cannot start any token",
        Saying(
            "cannot-begin-a-text",
            "A text cannot begin with this character; put it in quotes, and "
            "indent with spaces, never with tabs.",
        ),
    ),
    ("unexpected end of stream", _NEVER_CLOSED),
    ("unexpected document indicator", _NEVER_CLOSED),
    (
        "escape c",
        Saying("escape", "This escape (\\…) is not known; write the character itself."),
    ),
    (
        "could not find expected ':'",
        Saying("no-colon", "This line is neither “key: value” nor part of a list."),
    ),
    (
        "expected <document start>",
        Saying("behind-the-end", "The policy ends above; nothing may stand behind it."),
    ),
    ("while scanning a directive", _DIRECTIVE),
    ("%yaml directive", _DIRECTIVE),
    ("%tag directive", _DIRECTIVE),
    ("undefined tag handle", _TAG),
    ("while scanning a tag", _TAG),
    ("while parsing a tag", _TAG),
    ("found a tab character", _TAB_INSIDE),
    ("block mapping", _INDENTATION),
    ("block collection", _INDENTATION),
    (
        "block scalar",
        Saying(
            "block-text",
            "The block text that begins here cannot be read; look at its indentation.",
        ),
    ),
)


def syntax_error(error: Exception, text: str) -> tuple[int, Saying]:
    """Return the line and the sentence for an error of the parser."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return 1, Saying(
            "character-not-allowed",
            "This text cannot be read: it holds a character that is not allowed.",
        )
    mark = error.problem_mark or error.context_mark
    line = min(mark.line + 1 if mark else 1, text.count("\n") + 1)
    said = f"{error.context or ''} {error.problem or ''}".lower()
    begin = min(error.context_mark.line + 1, line) if error.context_mark else line
    if "flow mapping" in said:
        return line, _broken_mapping(begin)
    if "flow sequence" in said or "flow node" in said:
        return line, _broken_list(begin)
    for phrase, saying in _SENTENCES:
        if phrase in said:
            return (begin if saying is _NEVER_CLOSED else line), saying
    return line, Saying(
        "line-cannot-be-read", "This line cannot be read ({problem}).", problem=error.problem
    )


def _broken_mapping(begin: int) -> Saying:
    return Saying(
        "mapping-broken",
        "The mapping in braces that begins in line {begin} is broken here: a text that holds a "
        "comma, a colon, a bracket or # stands in quotes, and every { has its }.",
        begin=str(begin),
    )


def _broken_list(begin: int) -> Saying:
    return Saying(
        "list-broken",
        "The list in brackets that begins in line {begin} is broken here: a text that holds a "
        "comma, a colon, a bracket or # stands in quotes, and every [ has its ].",
        begin=str(begin),
    )
