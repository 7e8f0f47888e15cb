"""Forms for letting other programs in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kept.records.alerts.models import Scope
from kept.records.alerts.services import NewIntegration
from kept.records.archive.models import SearchKind
from kept.records.archive.queries import Hit
from kept.records.archive.queries import search as found_in_archive
from kept.web.common.forms import ExactForm

MOST_NAMED = 5
SCOPES = [
    (Scope.TELL.value, _("tell of machines' alerts")),
    (Scope.READ.value, _("ask what became of them")),
]


class IntegrationForm(ExactForm):
    """A program that shall be let in."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("How you call it; customers do not see it.")
    )
    may = forms.MultipleChoiceField(
        label=_("It may"), choices=SCOPES, widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(
        label=_("Only for machines of"),
        required=False,
        max_length=100,
        help_text=_("The name of a customer or a site. Left empty: of everyone."),
    )

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.language = language

    def clean_place(self) -> Hit | None:
        """Return the customer or site that is named."""
        asked = self.cleaned_data["place"].strip()
        return _place(asked, self.language) if asked else None

    def wanted(self) -> NewIntegration:
        """Return what was asked for."""
        place: Hit | None = self.cleaned_data["place"]
        is_site = place is not None and place.kind is SearchKind.SITE
        return NewIntegration(
            name=self.cleaned_data["name"],
            may=[Scope(one) for one in self.cleaned_data["may"]],
            customer_id=place.customer_id if place else None,
            site_id=place.pk if place and is_site else None,
        )


def _place(asked: str, language: str) -> Hit:
    """Return the one place of this name, else the only one that fits. Raises ValidationError."""
    kinds = (SearchKind.CUSTOMER, SearchKind.SITE)
    hits = [hit for hit in found_in_archive(asked, language=language) if hit.kind in kinds]
    exact = _only(
        hits, lambda hit: asked.casefold() in (hit.title.casefold(), hit.matched.casefold())
    )
    if exact is not None:
        return exact
    if len(hits) == 1:
        return hits[0]
    if not hits:
        raise ValidationError(_("No customer and no site has this name."))
    names = ", ".join(dict.fromkeys(hit.title for hit in hits[:MOST_NAMED]))
    raise ValidationError(
        _("Several have such a name: %(names)s. Please write the whole name."),
        params={"names": names},
    )


def _only(hits: list[Hit], fits: Callable[[Hit], bool]) -> Hit | None:
    found = [hit for hit in hits if fits(hit)]
    return found[0] if len(found) == 1 else None


class TokenForm(ExactForm):
    """A new token for a program."""

    at_once = forms.BooleanField(
        label=_("The old token was lost or seen by others: end it at once"),
        required=False,
        help_text=_("Otherwise it works for a day beside the new one."),
    )


class EndForm(ExactForm):
    """Nothing to fill in: a program is shut out."""
