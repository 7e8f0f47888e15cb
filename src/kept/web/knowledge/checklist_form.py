"""What is typed about a checklist."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.checklists.items import Item, ItemKind
from kept.records.checklists.queries import VersionCard
from kept.records.checklists.services import ChecklistDetails
from kept.records.people.models import Language
from kept.web.common.forms import Segments
from kept.web.knowledge.policies_words import PolicyWords
from kept.web.knowledge.rows import RowsForm, field_of, split

PARTED = ";"


class ChecklistForm(RowsForm):
    """A checklist with its items, in up to three languages."""

    most = 60

    def __init__(self, *args: Any, words: PolicyWords, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["case_types"] = forms.MultipleChoiceField(
            label=_("Types of cases"),
            required=False,
            choices=words.case_types(),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None chosen: every type."),
        )
        self.fields["families"] = forms.CharField(
            label=_("Product families"),
            required=False,
            max_length=500,
            help_text=_("Parted by commas, such as pump, drive. Empty: any machine."),
        )
        self.fields["ways"] = forms.CharField(
            label=_("Ways of helping"),
            required=False,
            max_length=500,
            help_text=_(
                "Steps of the policies’ order of work, parted by commas. Empty: any. Known: {known}"
            ).format(known=", ".join(words.ways()) or "–"),
        )
        self.fields["completes"] = forms.RegexField(
            r"^[a-z_]+(\.[a-z_]+)+$",
            label=_("Fact when it is complete"),
            required=False,
            max_length=60,
            help_text=_(
                "Such as checklist.completed. It is recorded where the case’s policy knows it, so "
                "that a policy can wait for the checklist."
            ),
            error_messages={"invalid": _("Write it as the policy does: two words and a dot.")},
        )
        for place in range(1, self.count + 1):
            self._add_row(f"row_{place}")

    def _add_row(self, row: str) -> None:
        for code, name in Language.choices:
            self.fields[f"{row}_text_{field_of(code)}"] = forms.CharField(
                label=_("What is looked at, %(language)s") % {"language": name},
                required=False,
                max_length=300,
            )
        self.fields[f"{row}_kind"] = forms.ChoiceField(
            label=_("Answered by"),
            choices=ItemKind.choices,
            widget=Segments,
            initial=ItemKind.TICK,
            required=False,
        )
        self.fields[f"{row}_required"] = forms.BooleanField(label=_("Required"), required=False)
        self.fields[f"{row}_unit"] = forms.CharField(
            label=_("Unit of a value"), required=False, max_length=20
        )
        for name, label in (
            ("low", _("Lowest value allowed")),
            ("high", _("Highest value allowed")),
        ):
            self.fields[f"{row}_{name}"] = forms.DecimalField(
                label=label, required=False, max_digits=18, decimal_places=6
            )
        for code, name in Language.choices:
            self.fields[f"{row}_choices_{field_of(code)}"] = forms.CharField(
                label=_("Answers to choose from, %(language)s") % {"language": name},
                required=False,
                max_length=500,
                help_text=_("Parted by semicolons, such as good; worn; broken."),
            )

    def details(self) -> ChecklistDetails:
        """Return what was typed."""
        said = self.cleaned_data
        return ChecklistDetails(
            names=self.names(),
            items=list(self._items()),
            case_types=tuple(said["case_types"]),
            families=split(said["families"]),
            ways=split(said["ways"]),
            completes=said["completes"],
        )

    def _items(self) -> Iterator[Item]:
        for place in range(1, self.count + 1):
            texts = self._each(place, "text")
            choices = self._choices(place)
            if any(texts.values()) or any(choices):
                yield Item(
                    texts=texts,
                    kind=ItemKind(self.of_row(place, "kind") or ItemKind.TICK),
                    is_required=self.of_row(place, "required"),
                    unit=self.of_row(place, "unit"),
                    low=self.of_row(place, "low"),
                    high=self.of_row(place, "high"),
                    choices=choices,
                )

    def _each(self, place: int, name: str) -> dict[str, str]:
        return {code: self.of_row(place, f"{name}_{field_of(code)}") for code in Language.values}

    def _choices(self, place: int) -> tuple[dict[str, str], ...]:
        """Return the answers to choose from, each with its words by language."""
        said = self._each(place, "choices")
        parted = {
            code: [w.strip() for w in text.replace("；", PARTED).split(PARTED)]
            for code, text in said.items()
            if text.strip()
        }
        rows = zip_longest(*parted.values(), fillvalue="")
        named = [dict(zip(parted, row, strict=True)) for row in rows]
        return tuple(one for one in named if any(one.values()))

    @staticmethod
    def initial_of(version: VersionCard) -> dict[str, Any]:
        """Return a version as the form shows it."""
        shown: dict[str, Any] = {
            f"name_{field_of(code)}": version.names.get(code, "") for code in Language.values
        }
        shown |= {
            "after": version.number,
            "case_types": list(version.case_types),
            "families": ", ".join(version.families),
            "ways": ", ".join(version.ways),
            "completes": version.completes,
        }
        for place, item in enumerate(version.items, start=1):
            shown |= {f"row_{place}_{name}": value for name, value in _shown(item).items()}
        return shown


def _shown(item: Item) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kind": item.kind.value,
        "required": item.is_required,
        "unit": item.unit,
        "low": item.low,
        "high": item.high,
    }
    for code in Language.values:
        shown[f"text_{field_of(code)}"] = item.texts.get(code, "")
        words = [one.get(code, "") for one in item.choices]
        shown[f"choices_{field_of(code)}"] = f"{PARTED} ".join(words) if any(words) else ""
    return shown
