"""Translations, without gettext's programs.

usage: python scripts/messages.py extract|compile|check

extract   collect the sentences of src/kept into locale/<language>/LC_MESSAGES/django.po
compile   write the .mo files that are older than their .po files
check     name every sentence that lacks a translation, and exit with 1 if there is one
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_from
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "kept"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("zh_Hans", "zh_Hant")
KEYWORDS = {
    "Saying": (2,),  # the rules are plain Python and mark their sentences like this
    "noun": (1,),
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({TEXT}(?:\s*,\s*{TEXT})*)")
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
HOLE = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")


def main() -> int:
    """Do what is asked."""
    commands = {"extract": extract, "compile": compile_changed, "check": check}
    chosen = commands.get(sys.argv[1] if len(sys.argv) == 2 else "")
    if chosen is None:
        print(__doc__, file=sys.stderr)
        return 2
    return chosen()


def extract() -> int:
    """Bring every catalogue up to date; what is translated stays, what is gone goes."""
    template = collect()
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        file = po_file(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as out:
            out.write(HEADER.format(language=language).encode())
            write_po(
                out, catalog, width=96, omit_header=True, sort_by_file=True, include_lineno=False
            )
    return 0


def compile_changed() -> int:
    """Write each .mo file that is missing or older than its .po file."""
    for language in LANGUAGES:
        source = po_file(language)
        target = source.with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        unfinished = target.with_suffix(".new")
        with unfinished.open("wb") as out:
            write_mo(out, read(language))
        unfinished.replace(target)
    return 0


def check() -> int:
    """Say what is missing, language by language."""
    problems = [line for language in LANGUAGES for line in missing(language)]
    print("\n".join(problems) or f"translations complete: {', '.join(LANGUAGES)}")
    return 1 if problems else 0


def missing(language: str) -> Iterator[str]:
    """Give a line for each sentence of the code that this language does not have."""
    catalog = read(language)
    for wanted in collect():
        if not wanted.id:
            continue
        found = catalog.get(wanted.id, wanted.context)
        fault = fault_of(found)
        if fault:
            where = ", ".join(sorted({file for file, _ in wanted.locations}))
            yield f"{language}: {fault}: {wanted.id!r} ({where})"


def fault_of(message: Message | None) -> str:
    """Return what is wrong with a translation; empty if nothing is."""
    if message is None:
        return "not in the catalogue (run `make messages`)"
    if message.fuzzy:
        return "fuzzy"
    if not all(texts(message.string)):
        return "not translated"
    wanted = {hole for text in texts(message.id) for hole in HOLE.findall(text)}
    if any(set(HOLE.findall(text)) - wanted for text in texts(message.string)):
        return "has a hole that the sentence does not have"
    if not message.pluralizable and set(HOLE.findall(texts(message.string)[0])) != wanted:
        return "lacks a hole of the sentence"
    return ""


def texts(part: str | tuple[str, ...] | list[str]) -> list[str]:
    """Return the forms of a sentence: one, or one for each number."""
    return [part] if isinstance(part, str) else list(part) or [""]


def collect() -> Catalog:
    """Return every sentence of the code and the templates."""
    found = Catalog()
    for path in sorted(PACKAGE.rglob("*")):
        if "node_modules" in path.parts or "static" in path.parts:
            continue
        name = str(path.relative_to(ROOT))
        for line, message, context in sentences(path):
            found.add(message, None, locations=[(name, line)], context=context)
    return found


def sentences(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Give line, sentence (or its two forms) and context of what one file says."""
    if path.suffix == ".py":
        with path.open("rb") as file:
            for line, message, _, context in extract_from("python", file, KEYWORDS):
                yield line, message, context
    elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
        yield from template_sentences(path.read_text(encoding="utf8"))


def template_sentences(source: str) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Give the sentences of a Django template, which Django itself turns into calls."""
    calls = as_calls(source)
    for call in CALL.finditer(calls):
        line = calls.count("\n", 0, call.start()) + 1
        parts = list(ast.literal_eval(f"[{call[2]}]"))
        context = parts.pop(0) if "p" in call[1] else None
        yield line, tuple(parts) if len(parts) > 1 else parts[0], context


def as_calls(source: str) -> str:
    """Return the template as Django's own extraction sees it."""
    from django.conf import settings  # only here: a wheel is packed without Django
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return templatize(source)


def read(language: str) -> Catalog:
    """Return the catalogue of a language; an empty one if there is none yet."""
    file = po_file(language)
    if not file.exists():
        return Catalog(locale=language, project="Kept", charset="utf-8", fuzzy=False)
    with file.open("rb") as source:
        return read_po(source, locale=language)


def po_file(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


if __name__ == "__main__":
    sys.exit(main())
