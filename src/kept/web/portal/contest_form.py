"""The form by which a customer says that a level or the cause is not right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kept.records.cases.queries import Promised
from kept.records.mail.services import WebContest
from kept.rules.policy.model import ContestRule, Scale
from kept.web.common.reading.reader import Reader
from kept.web.portal.forms import TrapForm, trap

CUSTOMER, CAUSE, PARTED = "customer", "cause", ":"


def contestable_levels(found: Promised) -> list[Scale]:
    """Return the levels that people set and that the policy lets the customer contest."""
    return [
        scale
        for scale in found.policy.scales.values()
        if scale.kind == "level" and not scale.attribute and _may(scale.contest)
    ]


def is_cause_contestable(found: Promised) -> bool:
    """Say whether a cause was found that the policy lets the customer dispute."""
    return found.assessment.finding is not None and _may(found.policy.cause.contest)


def _may(rule: ContestRule) -> bool:
    return not rule.by or CUSTOMER in rule.by


class WebContestForm(TrapForm):
    """What should be different, and what they say."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    asked = forms.ChoiceField(label=_("What is not right?"))
    text = forms.CharField(
        label=_("Why is it not right?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A sentence is enough. Who decides reads it as you write it."),
    )
    website = trap()

    def __init__(self, *args: Any, found: Promised, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [*_levels(found, reader), *_causes(found, reader)]
        self.fields["asked"].choices = choices  # type: ignore[attr-defined]

    def said(self, source: str) -> WebContest:
        """Return what a valid form says."""
        scale, _parted, asked = str(self.cleaned_data["asked"]).partition(PARTED)
        return WebContest(
            text=self.cleaned_data["text"],
            scale="" if scale == CAUSE else scale,
            asked=asked,
            source=source,
            language=get_language() or "en",
        )


def _levels(found: Promised, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield each grade but the one that stands, and that the level is not right."""
    stands = {line.scale: line.value for line in found.assessment.grades}
    for scale in contestable_levels(found):
        key, name = f"{scale.kind}.{scale.id}", reader.text(scale.name)
        for grade in scale.grades:
            if grade.key != stands.get(key):
                said = gettext("{level}: it should be “{grade}”")
                label = said.format(level=name, grade=reader.text(grade.name))
                yield f"{key}{PARTED}{grade.key}", label
        yield f"{key}{PARTED}", gettext("{level}: not right, something else").format(level=name)


def _causes(found: Promised, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield each cause but the one that was found, and that it is another."""
    finding = found.assessment.finding
    if finding is None or not is_cause_contestable(found):
        return
    yield f"{CAUSE}{PARTED}", gettext("The cause: not right")
    for choice in found.policy.attributes[CAUSE].choices:
        if choice.key != finding.cause:
            said = gettext("The cause: it was “{cause}”")
            yield f"{CAUSE}{PARTED}{choice.key}", said.format(cause=reader.text(choice.name))
