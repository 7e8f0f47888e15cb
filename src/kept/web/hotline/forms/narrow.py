"""Narrowing the queue: by office, policy, level, text."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.cases.running import running_policy
from kept.records.people.queries import offices
from kept.records.policies.queries import PolicyCard, policies
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.queue import View


class NarrowForm(forms.Form):
    """What the address may say beside the view; choices are given when it is made."""

    of = forms.CharField(widget=forms.HiddenInput)
    q = forms.CharField(
        label=_("Number, title, customer or serial number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    office = forms.ChoiceField(label=_("Office"), required=False)
    policy = forms.ChoiceField(label=_("Policy"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)


def narrow_form(queue: pages.Queue, view: View, reader: Reader) -> pages.Queue:
    """Return the queue with a form that shows how it is narrowed and lets that change."""
    form = NarrowForm(
        initial={
            "of": view.view,
            "q": view.text,
            "office": str(view.office or ""),
            "policy": view.policy,
            "level": view.level,
        },
        auto_id="narrow_%s",
    )
    known = policies()
    anything = ("", _("any"))
    offered = {
        "office": [(str(office.pk), reader.name(office.names)) for office in offices()],
        "policy": [(card.code, f"{card.code} · {reader.name(card.names)}") for card in known],
        "level": _levels(view.policy, known, reader),
    }
    for name, choices in offered.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [anything, *choices]
    if not offered["level"]:
        del form.fields["level"]
    return replace(queue, form=form)


def _levels(code: str, known: list[PolicyCard], reader: Reader) -> list[tuple[str, str]]:
    """Return the levels of the policy that was chosen; each policy has its own."""
    versions = next((card.versions for card in known if card.code == code), ())
    if not versions:
        return []
    running = running_policy(versions[0].pk, [], sha256=versions[0].sha256)
    scale = running.policy.scales.get(running.level)
    return [(grade.key, reader.text(grade.name)) for grade in scale.grades] if scale else []
