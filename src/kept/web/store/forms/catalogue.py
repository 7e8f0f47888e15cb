"""Forms for the catalogue and the places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.archive.cards import SiteCard
from kept.records.parts.models import PlaceKind, Tracking
from kept.records.parts.queries import PartLine
from kept.records.parts.services import PartDetails, PlaceDetails
from kept.records.people.queries import OfficeCard, PersonCard
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.moments import DayField
from kept.web.common.reading.reader import Reader
from kept.web.store.forms.fields import PartField

LANGUAGES = (("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文"))


def name_fields() -> dict[str, forms.CharField]:
    """Return one field for a name in each language."""
    return {
        f"name_{code}": forms.CharField(
            label=_("Name ({language})").format(language=name), required=False, max_length=200
        )
        for code, name in LANGUAGES
    }


def names_of(form: forms.Form) -> dict[str, str]:
    """Return the names that were given."""
    return {code: form.cleaned_data.get(f"name_{code}") or "" for code, _name in LANGUAGES}


class SentForm(ExactForm):
    """A form whose button says that it is sent."""

    beside = frozenset({"go"})


class NamedForm(SentForm):
    """A form for something with a name in one language at least."""

    def clean(self) -> dict[str, Any]:
        """Ask for a name."""
        said = super().clean() or {}
        if not any(said.get(f"name_{code}") for code, _name in LANGUAGES):
            self.add_error("name_en", _("Please give a name in one language at least."))
        return said


class PartForm(NamedForm):
    """What a part is."""

    brand = forms.CharField(label=gettext_lazy("Brand"), max_length=80)
    number = forms.CharField(label=gettext_lazy("Order number"), max_length=80)

    def __init__(self, *args: Any, part: PartLine | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if part is not None:
            del self.fields["brand"], self.fields["number"]
        self.part = part
        self.fields |= name_fields()
        self.fields["model"] = forms.CharField(label=_("Model"), required=False, max_length=80)
        self.fields["maker"] = forms.CharField(
            label=_("Maker"),
            required=False,
            max_length=120,
            help_text=_("If another firm makes it for the brand."),
        )
        self.fields["specification"] = forms.CharField(
            label=_("Specification"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["families"] = forms.CharField(
            label=_("Product families"),
            required=False,
            max_length=500,
            help_text=_("Of the products that it fits, with commas between."),
        )
        self.fields["tracking"] = forms.ChoiceField(
            label=_("Followed"),
            choices=[(one.value, one.label) for one in Tracking],
            widget=Segments,
            help_text=_("This stays once pieces have moved."),
        )
        self.fields["unit"] = forms.CharField(
            label=_("Unit"), max_length=16, initial="piece", help_text=_("piece, m, kg, l")
        )
        self.fields["discontinued_on"] = DayField(
            label=_("No longer made since"),
            required=False,
        )

    @staticmethod
    def initial_of(part: PartLine) -> dict[str, Any]:
        """Return what the form of a known part says."""
        names = {f"name_{code}": part.names.get(code, "") for code, _name in LANGUAGES}
        plain = ("model", "maker", "specification", "tracking", "unit", "discontinued_on")
        said = {name: getattr(part, name) for name in plain}
        return names | said | {"families": ", ".join(part.families)}

    def details(self) -> PartDetails:
        """Return what a whole form says."""
        said = self.cleaned_data
        families = said["families"].replace("，", ",").split(",")
        return PartDetails(
            brand=self.part.brand if self.part else said["brand"],
            number=self.part.number if self.part else said["number"],
            names=names_of(self),
            model=said["model"],
            maker=said["maker"],
            specification=said["specification"],
            families=[one.strip() for one in families if one.strip()],
            tracking=Tracking(said["tracking"]),
            unit=said["unit"],
            discontinued_on=said["discontinued_on"],
        )


class SubstituteForm(SentForm):
    """A part that may stand in for another."""

    instead = PartField()
    evidence = forms.CharField(
        label=gettext_lazy("Where it is shown that they are equal"),
        max_length=200,
        help_text=gettext_lazy("A data sheet, the maker's letter."),
    )


class PlaceForm(NamedForm):
    """A place for parts: a van is a person's."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)

    def __init__(
        self,
        *args: Any,
        offices: list[OfficeCard],
        people: list[PersonCard],
        reader: Reader,
        site: SiteCard | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.site = site
        self.fields |= name_fields()
        offered = [(str(one.pk), reader.name(one.names)) for one in offices]
        self.fields["office"] = forms.ChoiceField(label=_("Office"), choices=offered)
        if site is None:
            self._ask_kind(people)

    def _ask_kind(self, people: list[PersonCard]) -> None:
        kinds = (PlaceKind.WAREHOUSE, PlaceKind.SHOP, PlaceKind.VAN)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=[(one.value, one.label) for one in kinds], widget=Segments
        )
        nobody = ("", _("nobody"))
        self.fields["person"] = forms.ChoiceField(
            label=_("Whose van"),
            required=False,
            choices=[nobody, *((str(one.pk), one.name) for one in people)],
        )

    def clean(self) -> dict[str, Any]:
        """Ask whose van it is."""
        said = super().clean()
        if said.get("kind") == PlaceKind.VAN and not said.get("person"):
            self.add_error("person", _("A van is somebody's. Please say whose."))
        return said

    def details(self) -> PlaceDetails:
        """Return what a whole form says."""
        said = self.cleaned_data
        kind = PlaceKind.CONSIGNMENT if self.site else PlaceKind(said["kind"])
        return PlaceDetails(
            code=said["code"],
            names=names_of(self),
            kind=kind,
            office_id=int(said["office"]),
            person_id=int(said["person"]) if kind == PlaceKind.VAN else None,
            customer_id=self.site.customer_id if self.site else None,
            site_id=self.site.pk if self.site else None,
        )
