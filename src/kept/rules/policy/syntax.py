"""What a YAML parser says, said for people."""

from __future__ import annotations

import yaml

_FLOW = (
    "The {kind} that begins in line {begin} is broken here: a text that holds a comma, a colon, "
    "a bracket or # stands in quotes, and every {open} has its {close}."
)
_SENTENCES = (
    (
        "mapping values are not allowed",
        (
            "There is a second colon in this line, or the line before lacks one; put a text that "
            "holds a colon in quotes, and look at the indentation."
        ),
    ),
    ("block sequence entries are not allowed", "A list begins with “-” on a line of its own."),
    ("while scanning an alias", 'A text that begins with * stands in quotes: "*".'),
    ("while scanning an anchor", "A text that begins with & stands in quotes."),
    (
        "cannot start any token",
        (
            "A text cannot begin with this character; put it in quotes, and "
            "indent with spaces, never with tabs."
        ),
    ),
    ("unexpected end of stream", "The quotes that open here are never closed."),
    ("unexpected document indicator", "The quotes that open here are never closed."),
    ("escape c", "This escape (\\…) is not known; write the character itself."),
    ("could not find expected ':'", "This line is neither “key: value” nor part of a list."),
    ("expected <document start>", "The policy ends above; nothing may stand behind it."),
    ("while scanning a directive", "Directives (%YAML, %TAG) are refused; leave the line out."),
    ("%yaml directive", "Directives (%YAML, %TAG) are refused; leave the line out."),
    ("%tag directive", "Directives (%YAML, %TAG) are refused; leave the line out."),
    ("undefined tag handle", "Tags (!…) are refused; leave it out."),
    ("while scanning a tag", "Tags (!…) are refused; leave it out."),
    ("while parsing a tag", "Tags (!…) are refused; leave it out."),
    ("block mapping", "The indentation does not fit the lines above it."),
    ("block collection", "The indentation does not fit the lines above it."),
    ("block scalar", "The block text that begins here cannot be read; look at its indentation."),
)


def syntax_error(error: Exception, text: str) -> tuple[int, str]:
    """Return the line and the sentence for an error of the parser."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return 1, "This text cannot be read: it holds a character that is not allowed."
    mark = error.problem_mark or error.context_mark
    line = min(mark.line + 1 if mark else 1, text.count("\n") + 1)
    said = f"{error.context or ''} {error.problem or ''}".lower()
    begin = min(error.context_mark.line + 1, line) if error.context_mark else line
    if "flow mapping" in said:
        return line, _FLOW.format(kind="mapping in braces", begin=begin, open="{", close="}")
    if "flow sequence" in said or "flow node" in said:
        return line, _FLOW.format(kind="list in brackets", begin=begin, open="[", close="]")
    for phrase, sentence in _SENTENCES:
        if phrase in said:
            return (begin if "never closed" in sentence else line), sentence
    return line, f"This line cannot be read ({error.problem})."
