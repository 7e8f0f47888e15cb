"""The form in which a follow-up call is written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.archive.calling import callers
from kept.records.cases.queries import CaseCard
from kept.records.followups.models import SCORES, Outcome
from kept.records.followups.services import Told
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.reading.reader import Reader
from kept.web.hotline.forms.decisions import colleagues
from kept.web.hotline.recording import SOURCE

GONE: Final = [("yes", _("yes")), ("no", _("no")), ("", _("not asked"))]
IS_GONE: Final = {"yes": True, "no": False, "": None}
MOMENT: Final = "%Y-%m-%dT%H:%M"
SUGGESTED: Final = timedelta(days=1)  # only what stands in the field at first: people promise


class FollowUpForm(ExactForm):
    """Who was asked and what was said; the button says how it went, a digit how satisfied."""

    beside: ClassVar[frozenset[str]] = frozenset({"went"})
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    asked = forms.CharField(label=_("Who was asked"), required=False, max_length=150)
    gone = forms.ChoiceField(
        label=_("Is the fault gone?"),
        choices=GONE,
        required=False,
        widget=Segments(attrs={"long": True}),
        help_text=_("“No” opens a closed case again; its clocks go on."),
    )
    words = forms.CharField(
        label=_("What they said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ChoiceField(label=_("Calls them back if they are not satisfied"), required=False)
    due = forms.DateTimeField(
        label=_("By when"),
        required=False,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, card: CaseCard, reader: Reader, **options: Any) -> None:
        given = {
            "asked": _asked(card, reader),
            "owner": str(card.responsible.pk),
            "due": reader.now + SUGGESTED,
            "gone": "",
        }
        initial = given | options.pop("initial", {})
        super().__init__(*args, initial=initial, **options)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [(str(one.pk), one.name) for one in colleagues()]

    def clean(self) -> dict[str, Any]:
        """Read the button that was pressed: a digit, or how the call went."""
        said = self.cleaned_data
        went = str(self.data.get("went", ""))
        is_score = went in {str(score) for score in SCORES}
        if not is_score and went not in Outcome.values:
            raise forms.ValidationError(_("Please say how the call went."))
        said["score"] = int(went) if is_score else None
        said["outcome"] = Outcome.REACHED if is_score else Outcome(went)
        return said

    def told(self, card: CaseCard) -> Told:
        """Return what a valid form says."""
        said = self.cleaned_data
        is_reached = said["outcome"] == Outcome.REACHED
        return Told(
            case_id=card.pk,
            outcome=said["outcome"],
            asked=said["asked"],
            is_gone=IS_GONE[said["gone"]] if is_reached else None,
            score=said["score"],
            words=said["words"],
            owner_id=int(said["owner"]) if said["owner"] else None,
            due_at=said["due"],
            source=SOURCE,
        )


def _asked(card: CaseCard, reader: Reader) -> str:
    if card.contact is not None:
        return reader.name(card.contact.names)
    if card.caller:
        return card.caller[:150]
    known = callers(card.customer.pk, site_id=card.site.pk if card.site else None)
    return known[0].name if known else ""
