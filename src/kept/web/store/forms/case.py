"""Forms about the parts of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kept.records.files.queries import AttachmentLine
from kept.records.parts.models import Tracking
from kept.records.parts.queries import HeldLine, PartLine, PlaceLine
from kept.records.parts.services import NewFitting, TakenOut
from kept.rules.facts import Value
from kept.rules.policy.model import Attribute
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.moments import MomentField
from kept.web.common.reading.reader import Reader
from kept.web.store.forms.fields import (
    AmountField,
    KeyForm,
    lot_field,
    place_choices,
    reason_field,
    serial_field,
)

ASKED = "a_"  # before an attribute's key, so that it meets no other field
YES, NO = "yes", "no"


class AskForm(KeyForm):
    """So much of a part is needed, perhaps by a time, and what the policy wants to know of it."""

    quantity = AmountField(initial=1)

    def __init__(
        self, *args: Any, questions: Sequence[Attribute], reader: Reader, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        answers = [(YES, _("Yes")), (NO, _("No")), ("", _("Not known"))]
        for one in questions:
            self.fields[ASKED + one.key] = forms.ChoiceField(
                label=reader.text(one.ask or one.name),
                required=False,
                choices=answers,
                widget=Segments,
                initial="",
            )
        self.fields["needed_at"] = MomentField(
            required=False, label=_("Needed since"), help_text=_("Empty: now.")
        )
        self.fields["needed_by"] = MomentField(
            required=False,
            label=_("Needed by"),
            help_text=_("Where somebody named a time; what the policy promises is kept anyhow."),
        )
        self.fields["note"] = forms.CharField(label=_("Note"), required=False, max_length=500)

    def values(self) -> dict[str, Value]:
        """Return the answers to the policy's questions."""
        return {
            name.removeprefix(ASKED): value == YES
            for name, value in self.cleaned_data.items()
            if name.startswith(ASKED) and value
        }


class ReserveForm(ExactForm):
    """So much of a part, out of a place."""

    beside = frozenset({"act"})
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    source = forms.RegexField(r"\A\d{1,12}-\d{1,12}\Z", widget=forms.HiddenInput)
    quantity = AmountField()

    def chosen(self) -> tuple[int, int]:
        """Return the place and the part."""
        place, part = str(self.cleaned_data["source"]).split("-")
        return int(place), int(part)


class ProposeForm(ExactForm):
    """A substitute to propose."""

    beside = frozenset({"act"})
    part = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(KeyForm):
    """Why a part is not needed any more."""

    reason = reason_field(gettext_lazy("Why it is not needed any more"))


class AnswerForm(KeyForm):
    """What somebody at the customer said to a substitute, and how it reached us."""

    answer = forms.ChoiceField(
        label=gettext_lazy("The customer"),
        choices=[(YES, gettext_lazy("approves it")), (NO, gettext_lazy("refuses it"))],
        widget=Segments(attrs={"long": True}),
    )
    name = forms.CharField(label=gettext_lazy("Who said so, at the customer"), max_length=150)
    how = forms.CharField(
        label=gettext_lazy("How"),
        max_length=300,
        help_text=gettext_lazy("By telephone, in a mail of 09:40, on a signed paper."),
    )
    when = MomentField(
        required=False, label=gettext_lazy("When"), help_text=gettext_lazy("Empty: now.")
    )


class PickForm(KeyForm):
    """Which pieces were taken off the shelf, and with whom they go off, if they do."""

    def __init__(self, *args: Any, line: HeldLine, **options: Any) -> None:
        super().__init__(*args, **options)
        if line.picked_at is None and line.part.tracking == Tracking.SERIAL:
            self.fields["serial"] = serial_field()
        if line.picked_at is None and line.part.tracking == Tracking.LOT:
            self.fields["lot"] = lot_field()
        self.fields["carrier"] = forms.CharField(
            label=_("Carrier"),
            required=False,
            max_length=120,
            help_text=_("A courier, or who of us takes it along. Empty: it is picked and waits."),
        )
        self.fields["consignment"] = forms.CharField(
            label=_("Consignment number"), required=False, max_length=80
        )
        first = next(one for one in ("serial", "lot", "carrier") if one in self.fields)
        self.fields[first].widget.attrs["autofocus"] = True


class ArrivedForm(KeyForm):
    """When reserved parts were on site, and who took them."""

    when = MomentField(
        required=False, label=gettext_lazy("On site since"), help_text=gettext_lazy("Empty: now.")
    )
    received_by = forms.CharField(label=gettext_lazy("Received by"), required=False, max_length=150)


class BackForm(KeyForm):
    """Where unused parts are brought."""

    def __init__(self, *args: Any, places: list[PlaceLine], reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["target"] = forms.ChoiceField(
            label=pgettext("a place", "To"), choices=place_choices(places, reader)
        )
        self.fields["reason"] = reason_field(_("Why it was not used"))


class FitForm(KeyForm):
    """What is fitted, with the proof of it, and what came out."""

    def __init__(
        self,
        *args: Any,
        part: PartLine,
        is_known: bool,
        files: Sequence[AttachmentLine],
        places: list[PlaceLine],
        is_held_back: bool,
        reader: Reader,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._ask_for_proof(part, is_known, files)
        self.fields["out"] = forms.ChoiceField(
            label=_("What came out"),
            choices=[("none", _("nothing")), ("part", _("the same kind of part"))],
            initial="part",
            widget=Segments(attrs={"long": True}),
        )
        self.fields["out_serial"] = forms.CharField(
            label=_("Serial number of what came out"), required=False, max_length=80
        )
        self.fields["out_place"] = forms.ChoiceField(
            label=_("Where it lies now"), choices=place_choices(places, reader), required=False
        )
        self.fields["when"] = MomentField(
            required=False, label=_("Fitted at"), help_text=_("Empty: now.")
        )
        if is_held_back:
            self.fields["despite"] = forms.CharField(
                label=_("It was fitted nevertheless, because"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("It stays on record with your name."),
            )

    def _ask_for_proof(
        self, part: PartLine, is_known: bool, files: Sequence[AttachmentLine]
    ) -> None:
        if not is_known:
            label = _("Serial number")
            if part.tracking != Tracking.SERIAL:
                label = _("Number on the part, as proof of its make")
            self.fields["serial"] = serial_field()
            self.fields["serial"].label = label
            self.fields["serial"].required = part.tracking == Tracking.SERIAL
            if part.tracking == Tracking.LOT:
                self.fields["lot"] = lot_field()
        shown = [(str(line.pk), line.name) for line in files if line.withdrawn_at is None]
        if shown:
            self.fields["files"] = forms.MultipleChoiceField(
                label=_("Photos that show it"),
                choices=shown,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        """Ask where what came out lies."""
        said = super().clean() or {}
        if said.get("out") == "part" and not said.get("out_place"):
            self.add_error("out_place", _("Please say where it lies now."))
        return said

    def fitting(self, *, reservation_id: int, original_id: int, now: datetime) -> NewFitting:
        """Return what a whole form says."""
        said = self.cleaned_data
        out = None
        if said["out"] == "part":
            place, serial = int(said["out_place"]), said.get("out_serial") or ""
            lot = said.get("lot") or ""
            out = TakenOut(part_id=original_id, place_id=place, serial=serial, lot=lot)
        return NewFitting(
            reservation_id=reservation_id,
            at=said.get("when") or now,
            serial=said.get("serial") or "",
            lot=said.get("lot") or "",
            files=tuple(int(number) for number in said.get("files", ())),
            despite=said.get("despite") or "",
            taken_out=out,
        )
