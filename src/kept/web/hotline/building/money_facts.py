"""What facts say of money, in words: an amount with its currency, a claim by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from kept.records.money import DIGITS, NotMoney, rounded
from kept.rules.assess.say.conditions import key_name
from kept.rules.facts import Value
from kept.rules.policy.model import AmountRule
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import pair

AMOUNT, CURRENCY, CLAIM = "amount", "currency", "claim"
OF_MONEY: Final = (AMOUNT, CURRENCY, CLAIM)
# What a decision of ours is about that no policy names; a number of its own stands behind.
VOLUNTARY, BILL = "goodwill", "third_party"


def money_pairs(values: Mapping[str, Value], speaker: PageSpeaker) -> Iterator[str]:
    """Yield what a fact says of money: "amount: CNY 450.00"."""
    if CLAIM in values:
        yield pair(key_name(speaker, CLAIM), claim_words(str(values[CLAIM]), speaker))
    if AMOUNT in values:
        yield pair(key_name(speaker, AMOUNT), amount_words(values))
    elif CURRENCY in values:
        yield pair(key_name(speaker, CURRENCY), str(values[CURRENCY]))


def amount_words(values: Mapping[str, Value]) -> str:
    """Return an amount with its currency; as it was said where nobody could pay it."""
    said, currency = str(values[AMOUNT]), str(values.get(CURRENCY, ""))
    try:
        number = Decimal(said)
        if currency in DIGITS:
            return str(rounded(number, currency))
        plain = f"{number.normalize():,f}" if number.is_finite() else said
    except (InvalidOperation, NotMoney):
        plain = said
    return f"{currency} {plain}".strip()


def claim_words(claim: str, speaker: PageSpeaker) -> str:
    """Return what a claim is about by its name; its key where nothing has a name for it."""
    rule = speaker.policy.rules.get(claim)
    if isinstance(rule, AmountRule) and rule.name:
        return speaker.text(rule.name)
    kind, colon, _number = claim.partition(":")
    ours = {VOLUNTARY: _("Voluntary compensation"), BILL: _("Repair by a third party")}
    return ours.get(kind, claim) if colon else claim
