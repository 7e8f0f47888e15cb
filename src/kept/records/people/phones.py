"""Telephone numbers in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import ValidationResult

from kept.records.refusal import Refused

LONGEST = 40  # characters anyone writes a number in
EXTENSION = re.compile(r"\s*[转轉]\s*")


class NotAPhoneNumber(Refused):
    """The text is no telephone number."""

    sentence = _(
        "“%(text)s” is not a whole telephone number. Write it with area code, such as %(such)s."
    )

    def __init__(self, text: str) -> None:
        super().__init__(text=text[:LONGEST], such="+86 755 8600 1234")


@dataclass(frozen=True, order=True)
class Phone:
    """A telephone number: E.164, and the extension to dial afterwards."""

    number: str
    extension: str = ""

    def __str__(self) -> str:
        parsed = phonenumbers.parse(self.number)
        parsed.extension = self.extension or None
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def phone(text: str, *, country: str = "CN") -> Phone:
    """Return a number as people write it in a country ("0755-8600 1234 转 12") in E.164.

    Raises NotAPhoneNumber. Only the form is checked, not whether the number was given out.
    """
    if len(text) > LONGEST:
        raise NotAPhoneNumber(text)
    try:
        parsed = phonenumbers.parse(EXTENSION.sub(" ext ", text), country)
    except phonenumbers.NumberParseException as error:
        raise NotAPhoneNumber(text) from error
    if phonenumbers.is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        raise NotAPhoneNumber(text)
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Phone(number, parsed.extension or "")
