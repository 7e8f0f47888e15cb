"""Form fields for what a policy can ask: one per attribute, typed as the policy types it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kept.rules.facts import Value
from kept.rules.hours import Duration
from kept.rules.policy.model import Attribute, FactType, Named
from kept.web.common.forms import Segments
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import capital, listed
from kept.web.hotline.forms.when import parse_when

PREFIX = "a_"  # before an attribute's key, so that it meets no other field
UNKNOWN = ""
LONGEST = 2000
FEW = 4  # choices that still fit side by side


class WhenField(forms.CharField):
    """A moment as people type it; empty is now, or nothing where nothing is an answer."""

    def __init__(self, *, now: datetime, empty_is_now: bool = True, **options: Any) -> None:
        self.now, self.empty_is_now = now, empty_is_now
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> Any:
        """Return an aware datetime, or None."""
        text = super().clean(value)
        if not text and not self.empty_is_now:
            return None
        return parse_when(text, now=self.now)


class DurationField(forms.CharField):
    """A length such as 2 h or 3 working days, as policies write it."""

    def clean(self, value: Any) -> Any:
        """Return the length as text."""
        text = super().clean(value)
        try:
            return str(Duration.parse(text)) if text else ""
        except ValueError:
            raise ValidationError(
                _("“{text}” is no length of time. Write it such as 2 h or 3 days.").format(
                    text=text
                )
            ) from None


def yes_no_unknown() -> list[tuple[str, str]]:
    """Return the three answers to a question; nobody knows is one of them."""
    return [("yes", _("yes")), ("no", _("no")), (UNKNOWN, _("not known"))]


def attribute_field(
    attribute: Attribute,
    reader: Reader,
    *,
    required: bool = False,
    label: str = "",
    words: Sequence[str] = (),
) -> forms.Field:
    """Return the field for an attribute; `words` are what a text may well say."""
    options: dict[str, Any] = {
        "label": label or reader.text(attribute.ask) or capital(reader.text(attribute.name)),
        "required": required,
    }
    match attribute.type:
        case FactType.YES_NO:
            options["choices"] = yes_no_unknown()
            return forms.ChoiceField(widget=Segments, initial=UNKNOWN, **options)
        case FactType.ONE_OF:
            return _one_of(attribute, reader, options)
        case FactType.NUMBER:
            return forms.FloatField(**options)
        case FactType.MOMENT:
            return WhenField(now=reader.now, empty_is_now=False, **options)
        case FactType.DURATION:
            return DurationField(max_length=40, **options)
        case FactType.TEXT:
            if words:
                options["help_text"] = _("Such as {words}.").format(words=listed(words))
            return forms.CharField(max_length=LONGEST, **options)


def _one_of(attribute: Attribute, reader: Reader, options: dict[str, Any]) -> forms.Field:
    """Return a choice: side by side if there are few; one that is needed has no empty answer."""
    named = [(choice.key, reader.text(choice.name)) for choice in attribute.choices]
    is_short = len(named) <= FEW
    if not options["required"]:
        named = (
            [*named, (UNKNOWN, _("not known"))] if is_short else [(UNKNOWN, _("not known")), *named]
        )
    elif not is_short:
        named = [(UNKNOWN, _("please choose")), *named]
    if is_short:
        return forms.ChoiceField(choices=named, widget=Segments, initial=UNKNOWN, **options)
    return forms.ChoiceField(choices=named, **options)


def name_of(key: str) -> str:
    """Return the field's name for an attribute."""
    return PREFIX + key.replace(".", "__")


def values_of(attributes: Iterable[Attribute], cleaned: Mapping[str, Any]) -> dict[str, Value]:
    """Return what was answered, without what was left open."""
    found: dict[str, Value] = {}
    for attribute in attributes:
        answer = cleaned.get(name_of(attribute.key))
        if answer in (None, ""):
            continue
        if attribute.type is FactType.YES_NO:
            answer = answer == "yes"
        found[attribute.key] = answer
    return found


def answer_of(value: Value | None) -> Any:
    """Return a value as its field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
    return "" if value is None else value


def named_choices(named: Mapping[str, Named], reader: Reader) -> list[tuple[str, str]]:
    """Return channels or case types as choices."""
    return [(key, capital(reader.text(one.name))) for key, one in named.items()]
