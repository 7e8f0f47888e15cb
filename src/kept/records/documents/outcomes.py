"""The signature page of a document: how each party signed, in words and as drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from kept.records.documents.models import Manner, Outcome, Party, Signature
from kept.records.documents.strokes import SIDE, Strokes

CODES: Final = {"en": "en", "zh-Hans": "zh-hans", "zh-Hant": "zh-hant"}
HEIGHT: Final = 400  # the field is wider than it is high
INK: Final = "#1c2430"


def with_outcomes(
    data: Mapping[str, Any], signatures: Iterable[Signature], *, sha256: str
) -> dict[str, Any]:
    """Return a frozen document with its signature page, which names the bytes that were signed."""
    codes = [CODES[column["lang"]] for column in data["columns"]]
    marks = [_mark(row, codes) for row in signatures]
    return {**data, "signatures": marks, "signed_sha256": sha256}


def _mark(row: Signature, codes: Sequence[str]) -> dict[str, Any]:
    told: list[str] = []
    for code in codes:
        with translation.override(code):
            told.extend(_told(row))
    return {"strokes": picture(row.strokes) if row.strokes else "", "told": told}


def _told(row: Signature) -> Iterator[str]:
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
    at = f"{row.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    name = f"{row.name} ({row.role})" if row.role else row.name
    yield words.format(name=name, at=at, reason=row.reason)
    yield from _how(row)
    if row.witness:
        yield _("Witness: {name}").format(name=row.witness)


def _how(row: Signature) -> Iterator[str]:
    """Yield how it came about, as far as it says more than that somebody drew with us beside."""
    if row.link is not None:
        at_home = _("By a link sent to {address}, with a code")
        yield at_home.format(address=row.link.address)
    if row.manner == Manner.TYPED:
        yield _("Signed with the name in letters: {name}").format(name=row.name)
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
