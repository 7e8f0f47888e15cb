"""One request, described so that every policy can answer it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from kept.rules.facts import Fact, Facts, Value
from kept.rules.policy import intake_questions
from kept.rules.policy.model import Attribute, FactType, Policy
from kept.web.common.forms import Segments
from kept.web.common.reading.reader import Reader
from kept.web.hotline.forms.attributes import (
    WhenField,
    attribute_field,
    name_of,
    named_choices,
    values_of,
    yes_no_unknown,
)
from kept.web.hotline.forms.log import worded

ASKED_OF_ALL: Final = ("emergency", "visit_demanded", "service_down")
# An office in Shenzhen, and a site near it or far from it.
OFFICE: Final = {"country": "CN", "province": "CN-440000", "city": "CN-440300"}
SITES: Final[Mapping[str, Mapping[str, Value]]] = {
    "same_city": {**OFFICE, "distance_km": 20.0},
    "same_province": {**OFFICE, "city": "CN-440100", "distance_km": 140.0},
    "other": {
        "country": "CN",
        "province": "CN-510000",
        "city": "CN-510100",
        "distance_km": 1700.0,
    },
    "abroad": {"country": "DE", "distance_km": 9000.0},
}
MILESTONES: Final = (
    "shipped",
    "delivered",
    "installed",
    "accepted",
    "final_accepted",
    "completion_signed",
)
AGES: Final = {"new": timedelta(days=60), "old": timedelta(days=365 * 20)}
ZONE: Final = "Asia/Shanghai"


class CompareForm(forms.Form):
    """The request: the questions of all policies, each once."""

    def __init__(
        self, *args: Any, policies: Iterable[Policy], reader: Reader, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        known = list(policies)
        self.reader = reader
        self.questions = _questions(known)
        channels = {key: one for policy in known for key, one in policy.channels.items()}
        types = {key: one for policy in known for key, one in policy.case_types.items()}
        fixed = {
            "case_type": _choice(_("Kind of request"), named_choices(types, reader), "fault"),
            "channel": _choice(_("Reached us by"), named_choices(channels, reader), "telephone"),
            "zone": _choice(_("Site"), zones(), "same_city"),
            "warranty": _choice(_("Warranty"), warranties(), "new"),
            "when": WhenField(now=reader.now, label=_("Asked at"), required=False),
            "answered_live": forms.ChoiceField(
                label=_("Did we answer at once?"),
                choices=yes_no_unknown(),
                initial="yes",
                required=False,
                widget=Segments,
            ),
        }
        self.fields.update(fixed)
        for attribute in self.questions:
            self.fields[name_of(attribute.key)] = attribute_field(attribute, reader)

    def facts(self) -> Facts:
        """Return the request as facts that every policy can be asked about."""
        said = self.cleaned_data
        at: datetime = said.get("when") or self.reader.now
        answers = values_of(self.questions, said)
        values = {"channel": said["channel"], "case_type": said["case_type"], **answers}
        live = said.get("answered_live") == "yes" and said["channel"] in ("telephone", "in_person")
        found = [Fact("1", "request.received", at, received_at=at, values=values)]
        if live:
            found.append(Fact("2", "contact.answered_live", at, received_at=at))
        if answers.get("visit_demanded") is True:
            found.append(Fact("3", "customer.demanded_visit", at, received_at=at))
        return Facts(tuple(found), about(said["zone"], said["warranty"], at))


def about(zone: str, warranty: str, at: datetime) -> dict[str, Value]:
    """Return what is known of an invented site and its equipment."""
    found: dict[str, Value] = {
        **{f"office.{key}": value for key, value in OFFICE.items()},
        **{f"site.{key}": value for key, value in SITES[zone].items()},
        "office.zone": ZONE,
        "site.zone": ZONE,
        "equipment.supplied_by_us": True,
        "equipment.recognised": True,
    }
    age = AGES.get(warranty)
    if age is None:
        return found
    found |= {f"equipment.{name}": at - age for name in MILESTONES}
    return found | {"contract.signed": at - age, "contract.warranty": 24}


def zones() -> list[tuple[str, str]]:
    """Return where the site may be, as seen from the office."""
    return [
        ("same_city", _("same city")),
        ("same_province", _("same province")),
        ("other", _("another province")),
        ("abroad", _("abroad")),
    ]


def warranties() -> list[tuple[str, str]]:
    """Return what may be known of the warranty."""
    return [("new", _("in force")), ("old", _("ended")), ("", _("not known"))]


def _choice(label: str, choices: list[tuple[str, str]], initial: str) -> forms.ChoiceField:
    required = all(key for key, _label in choices)
    return forms.ChoiceField(label=label, choices=choices, initial=initial, required=required)


def _questions(policies: list[Policy]) -> tuple[Attribute, ...]:
    """Return every question once: those that all policies know first."""
    asked = {a.key: a for policy in policies for a in intake_questions(policy)}
    known = [worded(policy.attributes.get(key)) for policy in policies for key in ASKED_OF_ALL]
    usual = {a.key: a for a in known if a is not None and a.type is FactType.YES_NO}
    return tuple({**usual, **asked}.values())
