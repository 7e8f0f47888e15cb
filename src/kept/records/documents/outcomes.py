"""The signature page of a document: how each party signed, in words and as drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from kept.records.documents.models import Manner, Outcome, Party, Signature
from kept.records.documents.strokes import SIDE, Strokes

CODES: Final = {"en": "en", "zh-Hans": "zh-hans", "zh-Hant": "zh-hant"}
HEIGHT: Final = 400  # the field is wider than it is high
INK: Final = "#1c2430"

WRITTEN: Final = ("name", "role", "reason", "witness")  # by people, in any script

Signs = Collection[str]


def with_outcomes(
    data: Mapping[str, Any], signatures: Iterable[Signature], *, sha256: str, missing: Signs = ()
) -> dict[str, Any]:
    """Return a frozen document with its signature page, which names the bytes that were signed.

    Who has signed cannot be asked for another name: words with signs that are `missing` in our
    fonts are spelled in Unicode numbers, and the page says so.
    """
    codes = [CODES[column["lang"]] for column in data["columns"]]
    marks = [_mark(row, codes, missing) for row in signatures]
    return {**data, "signatures": marks, "signed_sha256": sha256}


def signs_of(signatures: Iterable[Signature]) -> set[str]:
    """Return all that people wrote about signing beyond plain letters, sign by sign."""
    said = "".join(getattr(row, field) for row in signatures for field in WRITTEN)
    return {sign for sign in said if not sign.isascii()}


def spelled(text: str, missing: Signs) -> str:
    """Return a text whose words with a missing sign are spelled: "[U+0BA4][U+0BAE] Wu"."""
    return " ".join(
        _in_numbers(word) if any(sign in word for sign in missing) else word
        for word in text.split(" ")
    )


def _in_numbers(word: str) -> str:
    return "".join(sign if sign.isascii() else f"[U+{ord(sign):04X}]" for sign in word)


def _mark(row: Signature, codes: Sequence[str], missing: Signs) -> dict[str, Any]:
    told: list[str] = []
    for code in codes:
        with translation.override(code):
            told.extend(_told(row, missing))
    return {"strokes": picture(row.strokes) if row.strokes else "", "told": told}


def _told(row: Signature, missing: Signs) -> Iterator[str]:
    words = {
        (Outcome.SIGNED, Party.PROVIDER): _("{name} signed for us, {at}"),
        (Outcome.SIGNED, Party.CUSTOMER): _("{name} signed for the customer, {at}"),
        (Outcome.REFUSED, Party.PROVIDER): _("{name} refused to sign for us, {at}: {reason}"),
        (Outcome.REFUSED, Party.CUSTOMER): _(
            "{name} refused to sign for the customer, {at}: {reason}"
        ),
        (Outcome.ABSENT, Party.PROVIDER): _("{name} was not there to sign for us, {at}: {reason}"),
        (Outcome.ABSENT, Party.CUSTOMER): _(
            "{name} was not there to sign for the customer, {at}: {reason}"
        ),
    }[Outcome(row.outcome), Party(row.party)]
    said = {field: spelled(getattr(row, field), missing) for field in WRITTEN}
    at = f"{row.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    name = f"{said['name']} ({said['role']})" if row.role else said["name"]
    yield words.format(name=name, at=at, reason=said["reason"])
    yield from _how(row, said["name"])
    if row.witness:
        yield _("Witness: {name}").format(name=said["witness"])
    if any(said[field] != getattr(row, field) for field in WRITTEN):
        yield _("Signs that our fonts lack stand as their Unicode numbers.")


def _how(row: Signature, name: str) -> Iterator[str]:
    """Yield how it came about, as far as it says more than that somebody drew with us beside."""
    if row.link is not None:
        at_home = _("By a link sent to {address}, with a code")
        yield at_home.format(address=row.link.address)
    if row.manner == Manner.TYPED:
        yield _("Signed with the name in letters: {name}").format(name=name)
    if row.manner == Manner.SCAN:
        on_paper = _("Signed on paper; SHA-256 of the scan: {sha256}")
        yield on_paper.format(sha256=row.scan_sha256)


def picture(strokes: Strokes) -> str:
    """Return strokes as an SVG; they are whole numbers, so nothing else can stand in it."""
    lines = "".join(
        f'<polyline points="{_points(stroke)}" fill="none" stroke="{INK}" stroke-width="6" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
        for stroke in strokes
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {HEIGHT}">{lines}</svg>'


def _points(stroke: list[list[int]]) -> str:
    return " ".join(f"{x},{y * HEIGHT // SIDE}" for x, y in stroke)
