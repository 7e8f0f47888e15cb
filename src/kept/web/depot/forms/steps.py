"""The forms in which returns are asked for, and what happens to them is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.archive.cards import EquipmentCard
from kept.records.cases.queries import CaseCard
from kept.records.returns.queries import LineCard, RmaCard
from kept.records.returns.services import NewEvent, NewLine, NewRma
from kept.records.returns.services.checking import DATED, REASONED
from kept.records.returns.standing import COUNTS, Kind
from kept.web.common.moments import MomentField
from kept.web.common.pieces import pieces_field
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import with_serial
from kept.web.depot.forms.folded import FoldedForm
from kept.web.depot.forms.stocking import Shelves, moved, stocking_fields, unit_field
from kept.web.depot.reading import SOURCE

LINES: Final = 5  # that one form asks for
SERIALS: Final = frozenset(
    (
        *(Kind.RECEIVED, Kind.INSPECTED, Kind.TAKEN_BACK, Kind.STOCKED),
        *(Kind.REPLACED, Kind.SENT_AHEAD, Kind.SHIPPED),
    )
)
CARRIERS: Final = frozenset((Kind.SENT, Kind.SHIPPED, Kind.SENT_AHEAD))
SUPPLIERS: Final = frozenset((Kind.TO_SUPPLIER,))
REFERENCES: Final = frozenset((*CARRIERS, Kind.TO_SUPPLIER, Kind.FROM_SUPPLIER))
TOLD_A_DATE: Final = frozenset((Kind.TOLD,))
REPLACING: Final = frozenset((Kind.REPLACED, Kind.SENT_AHEAD))


def despite_field() -> forms.CharField:
    """Return the field for why something happened though the policy wants something else first."""
    return forms.CharField(
        label=_("Why it happened nevertheless"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only if the policy wants something else before. It stays with your name."),
    )


class StepForm(FoldedForm):
    """What happened to a return: as few fields as this kind of step needs."""

    folded = FoldedForm.folded | {"more_came"}
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        card: RmaCard,
        causes: Mapping[str, str],
        reader: Reader,
        shelves: Shelves | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.kind, self.reader, self.card = kind, reader, card
        self.shelves = shelves or Shelves()
        if kind in COUNTS:
            self._add_line()
        if self.shelves.units:
            self.fields["unit"] = unit_field(self.shelves)
        if kind in SERIALS:
            is_new = kind in REPLACING
            self.fields["serial"] = forms.CharField(
                label=_("Serial number of the new one") if is_new else _("Serial number"),
                required=False,
                max_length=80,
                help_text=_("As it stands on the piece. Of several pieces, leave it empty."),
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )
        if kind in COUNTS:
            self._add_pieces()
        if kind is Kind.INSPECTED:
            self.fields["cause"] = forms.ChoiceField(
                label=_("Cause, if it is certain"),
                required=False,
                choices=[("", "—"), *causes.items()],
                help_text=_("It decides who pays, and is recorded in the case."),
            )
        if kind is Kind.STOCKED:
            self.fields |= stocking_fields(self.shelves)
        self._add_sendings()
        self._add_words()
        if kind is Kind.APPROVED:
            self.fields["freight_told"] = forms.BooleanField(
                label=_("The customer was told who pays which freight"), required=False
            )
        self.fields["at"] = MomentField(label=_("When"), required=False, help_text=_("Empty: now."))
        self.fields["despite"] = despite_field()
        self._give_focus()

    def _give_focus(self) -> None:
        """Give the focus to what a scanner writes, which ends with Enter; else to the first."""
        first = "serial" if "serial" in self.fields else self.main_fields()[0].name
        self.fields[first].widget.attrs["autofocus"] = True

    def _fitting(self) -> list[LineCard]:
        is_here = self.kind is Kind.RECEIVED
        return [line for line in self.card.lines if is_here or line.tally.room(self.kind)]

    def _add_line(self) -> None:
        fits = self._fitting()
        if len(fits) > 1:
            self.fields["line"] = forms.TypedChoiceField(
                label=_("Which"),
                choices=[(line.seq, with_serial(line.name, line.serial_number)) for line in fits],
                coerce=int,
            )
        self.only = fits[0].seq if len(fits) == 1 else None

    def _add_pieces(self) -> None:
        fits = self._fitting()
        most = max((self._most(line.seq) for line in fits), default=1)
        self.fields["quantity"] = pieces_field(initial=most or 1)
        if self.kind is Kind.RECEIVED:
            self.fields["quantity"].help_text = self._announced()
            self.fields["more_came"] = forms.BooleanField(
                label=_("More came than was announced"), required=False
            )

    def _announced(self) -> str:
        """Return how many of each line were announced, and how many of them came already."""
        said = _("{announced} announced, {received} received so far")
        counts = [(line.tally.announced, line.tally.received) for line in self._fitting()]
        lines = [said.format(announced=all_, received=came) for all_, came in counts]
        return " · ".join(str(line) for line in lines)

    def _most(self, seq: int) -> int:
        tally = self.card.standing.tallies[seq]
        if self.kind is Kind.RECEIVED:
            return max(0, tally.announced - tally.received)
        return tally.room(self.kind)

    def _add_sendings(self) -> None:
        kind = self.kind
        if kind in CARRIERS | SUPPLIERS:
            label = _("Supplier") if kind in SUPPLIERS else _("Carrier")
            self.fields["party"] = forms.CharField(label=label, required=False, max_length=120)
        if kind in REFERENCES:
            self.fields["reference"] = forms.CharField(
                label=_("Number of the consignment or order"), required=False, max_length=120
            )
        if kind in DATED | TOLD_A_DATE:
            self.fields["due"] = MomentField(
                label=_("Back by") if kind in DATED else _("Expected by"), required=kind in DATED
            )

    def _add_words(self) -> None:
        is_needed = self.kind in REASONED
        label = _("What was found") if self.kind is Kind.INSPECTED else _("Remark")
        if is_needed:
            label = _("What was said") if self.kind in TOLD_A_DATE else _("Reason")
        self.fields["text"] = forms.CharField(
            label=label,
            required=is_needed,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def event(self) -> NewEvent:
        """Return what a valid form says."""
        said = self.cleaned_data
        plain = ("serial", "party", "reference", "text", "cause", "despite")
        words = {name: said.get(name, "") for name in plain}
        return NewEvent(
            kind=self.kind,
            at=said.get("at") or self.reader.now,
            line=said.get("line") or (self.only if self.kind in COUNTS else None),
            quantity=said.get("quantity") or 0,
            due_at=said.get("due"),
            freight_told=said.get("freight_told", False),
            more_came=said.get("more_came", False),
            source=SOURCE,
            **words | moved(said),
        )


class AskForm(FoldedForm):
    """What a customer wants to send in: the machine of the case, or what is named here.

    One thing stands there at once; four more are folded.
    """

    folded = frozenset(
        f"{name}_{place}" for name in ("name", "serial", "pieces") for place in range(2, LINES + 1)
    ) | {"removed", "despite"}
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        card: CaseCard,
        piece: EquipmentCard | None,
        reader: Reader,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.card, self.piece, self.reader = card, piece, reader
        if piece is not None:
            self.fields["machine"] = forms.BooleanField(
                label=with_serial(reader.name(piece.product.names), piece.serial_number),
                required=False,
                initial=True,
            )
        for place in range(1, LINES + 1):
            self.fields[f"name_{place}"] = forms.CharField(
                label=_("What comes back") if place == 1 else _("And what else"),
                required=False,
                max_length=200,
            )
            self.fields[f"serial_{place}"] = forms.CharField(
                label=_("Serial number"), required=False, max_length=80
            )
            self.fields[f"pieces_{place}"] = pieces_field(required=False)
        self.fields["removed"] = forms.BooleanField(
            label=_("It was taken out because another one was put in its place"), required=False
        )
        self.fields["text"] = forms.CharField(
            label=_("What is wrong with it"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["despite"] = despite_field()
        first = "name_1" if piece is None else "text"
        self.fields[first].widget.attrs["autofocus"] = True

    def asked(self) -> NewRma:
        """Return what a valid form says."""
        said = self.cleaned_data
        return NewRma(
            case_id=self.card.pk,
            lines=tuple(self._lines()),
            text=said["text"],
            despite=said["despite"],
            source=SOURCE,
        )

    def _lines(self) -> list[NewLine]:
        said, found = self.cleaned_data, []
        if self.piece is not None and said.get("machine"):
            found.append(
                NewLine(
                    name=self.reader.name(self.piece.product.names),
                    serial_number=self.piece.serial_number,
                    equipment_id=self.piece.pk,
                    is_removed=said["removed"],
                )
            )
        found += [
            NewLine(
                name=said[f"name_{place}"],
                serial_number=said[f"serial_{place}"],
                quantity=said[f"pieces_{place}"] or 1,
                is_removed=said["removed"],
            )
            for place in range(1, LINES + 1)
            if said[f"name_{place}"]
        ]
        return found
