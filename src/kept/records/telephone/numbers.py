"""Telephone numbers as exchanges write them."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult

MARKS = re.compile(r"[\s().\-/]+")
MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.PAGER, PhoneNumberType.PERSONAL_NUMBER}


def number_of(text: str, *, country: str) -> str:
    """Return an exchange's number in E.164; empty for "anonymous", an extension, or a name.

    Exchanges leave the "+" out: "4930…" may be a number of Germany or one of the country itself.
    What is a number that can be given out wins, that of the country first.
    """
    said = MARKS.sub("", text)
    if said.startswith("00"):
        said = f"+{said[2:]}"
    if not re.fullmatch(r"\+?[0-9]{7,15}", said):
        return ""
    if said.startswith("+"):
        return _best([said], country)
    code = str(phonenumbers.country_code_for_region(country))
    abroad = f"+{said}"
    at_home = [abroad, said] if said.startswith(code) else [said, abroad]
    return _best(at_home, country)


def _best(candidates: list[str], country: str) -> str:
    """Return the first that could be given out, else the first that has the right length."""
    read = [parsed for text in candidates if (parsed := _parsed(text, country)) is not None]
    valid = [parsed for parsed in read if phonenumbers.is_valid_number(parsed)]
    return next((_e164(parsed) for parsed in [*valid, *read]), "")


def _parsed(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(parsed)
    return parsed if possible == ValidationResult.IS_POSSIBLE else None


def _e164(parsed: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def is_mobile(number: str) -> bool:
    """Say whether a number in E.164 is a mobile telephone's: its neighbours are strangers."""
    parsed = phonenumbers.parse(number)
    return phonenumbers.number_type(parsed) in MOBILE


def shown(number: str, text: str) -> str:
    """Return a number as people read it; as the exchange wrote it where it is none."""
    if not number:
        return text
    return phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.INTERNATIONAL)
