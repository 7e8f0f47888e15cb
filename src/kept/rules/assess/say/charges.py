"""Who pays and at which price, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kept.rules.assess.assessment import SHARED, BandRate, Charge, HoursCharged, Outcome
from kept.rules.assess.say.numbers import missing_names, number_words
from kept.rules.assess.say.texts import LIST, texts
from kept.rules.facts.values import Texts

if TYPE_CHECKING:
    from kept.rules.assess.say.speaker import Speaker

SHARE: Final = texts("{payer} {share} %", "{payer} {share}%", "{payer} {share}%")
TIMES: Final = texts("{band}: × {value}", "{band}：× {value}", "{band}：× {value}")
CHARGE: Final[dict[str, Texts]] = {
    "fee": texts("{value}", "{value}", "{value}"),
    "at_least": texts("at least {value}", "至少 {value}", "至少 {value}"),
    "call_out": texts(
        "at least {value} a visit", "每次上门至少计 {value}", "每次到府至少計 {value}"
    ),
    "increments": texts("in steps of {value}", "以 {value} 为单位计", "以 {value} 為單位計"),
    "unset": texts("the paper gives no number", "原文未给出数值", "原文未給出數值"),
    "negotiated": texts("agreed case by case", "另行商定", "另行商定"),
    "missing": texts("depending on {value}", "取决于{value}", "取決於{value}"),
}


def payer_words(speaker: Speaker, outcome: Outcome) -> str:
    """Return the name of who pays; of several, with the per cent of each."""
    if outcome.value != SHARED:
        return speaker.party(outcome.value)
    shares = (
        speaker.fill(
            SHARE, payer=speaker.party(key), share="?" if share is None else number_words(share)
        )
        for key, share in outcome.shares
    )
    return speaker.text(LIST).join(shares)


def price_words(speaker: Speaker, outcome: Outcome) -> str:
    """Return the name of a price basis, and what it says in numbers."""
    basis = speaker.price_basis(outcome.value) if outcome.value else ""
    details = _details(speaker, outcome.charge) if outcome.charge else []
    return speaker.text(LIST).join([*([basis] if basis else []), *details])


def hours_words(speaker: Speaker, hours: HoursCharged) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield how each band of hours is charged and what the least is, each with its clauses."""
    for band in hours.bands:
        if band.is_multiple:
            said = speaker.fill(TIMES, band=speaker.text(band.name), value=_factor(speaker, band))
            yield said, band.reason.clauses
        elif band.reason.clauses:
            yield speaker.text(band.name), band.reason.clauses
    least = {"call_out": hours.call_out, "increments": hours.increments}
    said_least = [
        speaker.fill(CHARGE[key], value=value.wording(speaker.language))
        for key, value in least.items()
        if value is not None
    ]
    if said_least:
        yield speaker.text(LIST).join(said_least), hours.reason.clauses


def _factor(speaker: Speaker, band: BandRate) -> str:
    if band.factor is not None:
        return number_words(band.factor)
    if band.word:
        return speaker.text(CHARGE[band.word])
    return speaker.fill(CHARGE["missing"], value=missing_names(speaker, band.missing))


def _details(speaker: Speaker, charge: Charge) -> list[str]:
    said = {
        "fee": number_words(charge.fee) if charge.fee is not None else "",
        "at_least": number_words(charge.at_least) if charge.at_least is not None else "",
        "increments": charge.increments.wording(speaker.language) if charge.increments else "",
        "missing": missing_names(speaker, charge.missing),
    }
    found = [speaker.fill(CHARGE[key], value=value) for key, value in said.items() if value]
    return [*found, speaker.text(CHARGE[charge.word])] if charge.word else found
