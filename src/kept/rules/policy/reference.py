"""Pages that are made from the code: the schema and the vocabulary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from kept.rules.facts import vocabulary as standard
from kept.rules.facts.values import Texts
from kept.rules.policy.schema import schema

SCHEMA_FILE: Final = Path(__file__).with_name("policy.schema.json")
_LANGUAGES: Final = ("en", "zh-Hans", "zh-Hant")
_HEAD: Final = """# Vocabulary

The standard words of the [policy language](policy-language.md). A policy may add its own, and
rename these. This page is made from the code:
`python -m kept.rules.policy --vocabulary > docs/vocabulary.md`.
"""
_ATTRIBUTES: Final = """
## Attributes

Values that come with facts, or with the site, the office, the customer, the equipment or the
contract.
"""


def schema_text() -> str:
    """Return policy.schema.json as it is shipped."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def vocabulary_page() -> str:
    """Return docs/vocabulary.md."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield _HEAD
    yield "## Events\n"
    yield "Kinds of facts. An attribute that holds a moment is an event as well.\n"
    yield from _table(
        ("event", "undone by"),
        ((f"`{k}`", f"`{u}`" if u else "", n) for k, (n, u) in standard.EVENTS.items()),
    )
    yield _ATTRIBUTES
    yield from _table(
        ("attribute", "type"),
        ((f"`{k}`", t, n) for k, (n, t) in standard.ATTRIBUTES.items()),
    )
    for key, choices in standard.CHOICES.items():
        yield f"\n### Choices of `{key}`\n"
        yield from _table(
            ("choice", "a kind of"),
            ((f"`{k}`", f"`{w}`" if w else "", n) for k, (n, w) in choices.items()),
        )
    for title, words in _WORDS.items():
        yield f"\n## {title}\n"
        yield from _table(("key",), ((f"`{k}`", n) for k, n in words.items()))


_WORDS: Final[Mapping[str, Mapping[str, Texts]]] = {
    "Channels": standard.CHANNELS,
    "Case types": standard.CASE_TYPES,
    "Parties": standard.PARTIES,
    "Roles": standard.ROLES,
    "Cost components": standard.COMPONENTS,
    "Price bases": standard.PRICES,
    "Bands of work time": standard.WORK_BANDS,
}


def _table(head: tuple[str, ...], rows: Iterable[tuple[str | Texts, ...]]) -> Iterator[str]:
    yield f"| {' | '.join((*head, *_LANGUAGES))} |"
    yield f"|{' --- |' * (len(head) + len(_LANGUAGES))}"
    for row in rows:
        *cells, texts = row
        assert not isinstance(texts, str)
        said = (*(str(cell) for cell in cells), *(texts[language] for language in _LANGUAGES))
        yield f"| {' | '.join(said)} |"
