"""The form for the items of a checklist: all at once, each answered or left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.checklists.items import NO, YES, Item, ItemKind, Outcome, number
from kept.records.checklists.queries import ItemLine, RunCard
from kept.records.checklists.services import Filled, Said
from kept.records.files.services import NewFile, ready_file
from kept.web.common.forms import ExactForm, Segments
from kept.web.hotline.forms.attributes import FEW

SOURCE = "web:hotline"
PICTURES = "image/*"


class ChecklistForm(ExactForm):
    """Every item of a run. `seen` is the last answer that was on record when it was shown."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        run: RunCard,
        language: str,
        pictures: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.run = run
        for line in run.lines:
            self._add(line, language, pictures)

    def _add(self, line: ItemLine, language: str, pictures: Sequence[tuple[str, str]]) -> None:
        place, last = line.place, line.last
        field = _field(line.item, language, pictures)
        is_said = last is not None and last.outcome == Outcome.SAID
        field.initial = _shown(line) if is_said else ""
        self.fields[f"said_{place}"] = field
        if line.item.kind == ItemKind.PHOTO:
            self.fields[f"file_{place}"] = forms.FileField(
                label=_("Take or choose a photo"),
                required=False,
                widget=forms.FileInput(attrs={"accept": PICTURES}),
            )
        self.fields[f"gone_{place}"] = forms.BooleanField(
            label=_("Not applicable"),
            required=False,
            initial=last is not None and last.outcome == Outcome.NOT_APPLICABLE,
        )
        self.fields[f"text_{place}"] = forms.CharField(
            label=_("Note, or why it is not applicable"),
            required=False,
            max_length=1000,
            initial=last.text if last else "",
        )

    def clean(self) -> dict[str, Any]:
        """Return what was said; a value is a number, and what is not applicable says why."""
        said = super().clean() or self.cleaned_data
        for line in self.run.lines:
            place = line.place
            typed = str(said.get(f"said_{place}") or "").strip()
            if said.get(f"gone_{place}") and not str(said.get(f"text_{place}") or "").strip():
                self.add_error(f"text_{place}", _("Please say why it is not applicable."))
            elif line.item.kind == ItemKind.VALUE and typed and number(typed) is None:
                self.add_error(f"said_{place}", _("Please write a number, such as 12.5."))
        return said

    def files_sent(self) -> Iterator[UploadedFile[Any]]:
        """Yield the photos that were sent along."""
        names = [name for name in self.fields if name.startswith("file_")]
        yield from (sent for name in names if (sent := self.cleaned_data.get(name)))

    def filled(self, *, name_of: str) -> Filled:
        """Return what was said of each item; `name_of` is the note of new photos.

        Raises what `ready_file` raises for a photo that is none.
        """
        answers = list(self._answers(name_of))
        return Filled(run_id=self.run.pk, answers=answers, seen=self.cleaned_data["seen"])

    def _answers(self, name_of: str) -> Iterator[Said]:
        for line in self.run.lines:
            yield self._answer(line, name_of)

    def _answer(self, line: ItemLine, name_of: str) -> Said:
        place, said = line.place, self.cleaned_data
        text, typed = said[f"text_{place}"], str(said[f"said_{place}"] or "").strip()
        if said[f"gone_{place}"]:
            return Said(item=place, outcome=Outcome.NOT_APPLICABLE, text=text)
        sent = said.get(f"file_{place}")
        if sent:
            file = NewFile(
                name=sent.name or name_of,
                content=sent.read(),
                note=name_of,
                for_customer=False,
                source=SOURCE,
            )
            return Said(item=place, text=text, file=ready_file(file))
        if not typed:
            return Said(item=place, outcome=Outcome.OPEN, text=text)
        if line.item.kind == ItemKind.PHOTO:
            return Said(item=place, text=text, photo_id=int(typed))
        return Said(item=place, said=typed, text=text)


def _shown(line: ItemLine) -> str:
    assert line.last is not None
    return str(line.last.photo_id) if line.item.kind == ItemKind.PHOTO else line.last.said


def _field(item: Item, language: str, pictures: Sequence[tuple[str, str]]) -> forms.Field:
    """Return the field for what is said of an item."""
    match item.kind:
        case ItemKind.TICK:
            return _choice([(YES, _("done")), (NO, _("not done"))])
        case ItemKind.CHOICE:
            places = range(1, len(item.choices) + 1)
            return _choice([(str(place), item.choice(str(place), language)) for place in places])
        case ItemKind.PHOTO:
            options = [("", _("none yet")), *pictures]
            return forms.ChoiceField(label=_("Photo of this case"), required=False, choices=options)
    return forms.CharField(
        label=_("Value in {unit}").format(unit=item.unit) if item.unit else _("Value"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def _choice(answers: Iterable[tuple[str, str]]) -> forms.Field:
    """Return a choice: side by side if there are few; open is one of its answers."""
    label, last = _("What was found"), ("", _("not answered yet"))
    named = list(answers)
    if len(named) >= FEW:
        return forms.ChoiceField(label=label, required=False, choices=[last, *named])
    return forms.ChoiceField(label=label, required=False, choices=[*named, last], widget=Segments)


class AsideForm(ExactForm):
    """Why a checklist is not needed after all."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=gettext_lazy("It stays on record with your name, and so do the answers."),
    )


class StartForm(ExactForm):
    """Which checklist is started."""

    checklist = forms.SlugField(max_length=40)
