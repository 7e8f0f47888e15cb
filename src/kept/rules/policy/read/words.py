"""Texts in languages, names, clause ids: the words of a policy."""

from __future__ import annotations

import re
import unicodedata

from kept.rules.facts.values import Texts
from kept.rules.policy.nodes import MapNode, Node, TextNode, kind_of
from kept.rules.policy.read.languages import SAID_OTHERWISE, is_language, looks_like_language
from kept.rules.policy.read.scope import Fields, Scope, Wrong, one_or_more, word
from kept.rules.said import Saying, listed, noun

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_DOTTED = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_ID_MARKS = frozenset("._-§()")
LONGEST_KEY = 64

NO_TEXTS: Texts = {}


def read_texts(scope: Scope, node: Node) -> Texts:
    """Return a text by language; a single text is taken as English."""
    if isinstance(node, TextNode):
        return {"en": word(node)}
    if not isinstance(node, MapNode) or not node.entries:
        raise Wrong(
            node.line,
            Saying(
                "not-a-text-by-language",
                "Here stands {found} instead of a text such as {en: Answer, zh-Hans: 答复}.",
                found=kind_of(node),
            ),
        )
    return {_language(scope, key): word(value) for key, value in node.entries}


def texts_beside(fields: Fields) -> Texts:
    """Return the texts whose language tags stand among other keys, as in a clause."""
    found: dict[str, str] = {}
    for key, value in fields.node.entries:
        if key.value not in fields.form.keys and looks_like_language(key.value):
            tag = fields.scope.attempt(key, _language, "")
            if tag:
                found[tag] = fields.scope.attempt(value, _said, "")
    return found


def _said(_: Scope, node: Node) -> str:
    return word(node)


def _language(scope: Scope, key: Node) -> str:
    tag = word(key)
    if tag in SAID_OTHERWISE:
        raise Wrong(
            key.line,
            Saying(
                "language-said-otherwise",
                "Say {said_otherwise} instead of “{tag}”.",
                said_otherwise=SAID_OTHERWISE[tag],
                tag=tag,
            ),
        )
    if is_language(tag):
        return tag
    meant = scope.meant(tag, ("en", "zh-Hans", "zh-Hant", "de", "fr", "es", "ja"))
    raise Wrong(
        key.line,
        Saying("not-a-language", "“{tag}” is not a language such as en or zh-Hans.", tag=tag).then(
            meant
        ),
    )


def read_word(_: Scope, node: Node) -> str:
    """Return a text as it stands."""
    return word(node)


def read_source(scope: Scope, node: Node) -> tuple[str, ...]:
    """Return the clause ids of `source:` or `see:`, one or a list."""
    nodes = one_or_more(node)
    if not nodes:
        raise Wrong(node.line, Saying("name-at-least-clause", "Name at least one clause here."))
    found = tuple(scope.known(n, noun("clause"), scope.names.clauses) for n in nodes)
    if len(set(found)) != len(found):
        raise Wrong(
            node.line, Saying("clause-named-twice-in-list", "A clause is named twice in this list.")
        )
    return found


def read_person(scope: Scope, node: Node) -> str:
    """Return the key of a party or role."""
    return scope.known(node, noun("party or role"), scope.names.people)


def read_people(scope: Scope, node: Node) -> tuple[str, ...]:
    """Return the keys of one or more parties and roles."""
    return tuple(read_person(scope, part) for part in one_or_more(node))


def read_yes(_: Scope, node: Node) -> bool:
    """Return True for `yes`; nothing else may stand there."""
    if word(node) != "yes":
        raise Wrong(
            node.line,
            Saying(
                "only-yes-can-stand-not",
                "Only “yes” can stand here, not “{said}”.",
                said=word(node),
            ),
        )
    return True


def read_yes_no(_: Scope, node: Node) -> bool:
    """Return True for `yes`, False for `no`."""
    said = word(node)
    if said not in ("yes", "no"):
        raise Wrong(
            node.line,
            Saying("not-yes-or-no", "Here stands “{said}” instead of yes or no.", said=said),
        )
    return said == "yes"


def read_option(scope: Scope, node: Node, what: Saying, options: tuple[str, ...]) -> str:
    """Return one of a few words; raises Wrong naming them all."""
    said = word(node, noun("a {what}", what=what))
    if said not in options:
        raise Wrong(
            node.line,
            Saying(
                "no-such-option",
                "“{said}” is not a {what}; there are: {listed}.",
                said=said,
                what=what,
                listed=listed(options),
            ).then(scope.meant(said, options)),
        )
    return said


def check_key(key: TextNode, what: Saying, *, dotted: bool = False) -> str:
    """Return a name that a policy gives: a-z, digits and _; raises Wrong for anything else."""
    pattern = _DOTTED if dotted else _KEY
    if len(key.value) > LONGEST_KEY or not pattern.fullmatch(key.value):
        example = "call.received" if dotted else "on_site"
        raise Wrong(
            key.line,
            Saying(
                "not-a-key",
                "“{key}” cannot name a {what}; use a-z, 0-9 and _, as in {example}.",
                key=key.value,
                what=what,
                example=example,
            ),
        )
    return key.value


def check_id(key: TextNode, what: Saying) -> str:
    """Return the id of a clause, reading or grade: letters and digits, and . _ - § ( )."""
    letters = all(unicodedata.category(c)[0] in "LN" or c in _ID_MARKS for c in key.value)
    if not key.value or len(key.value) > LONGEST_KEY or not letters:
        raise Wrong(
            key.line,
            Saying(
                "not-an-id",
                "“{key}” cannot be the id of a {what}; use letters, digits, . - _ § ( ).",
                key=key.value,
                what=what,
            ),
        )
    return key.value
