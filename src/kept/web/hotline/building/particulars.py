"""What the policy of a machine asks of it: what is known, and the forms to write it down."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.records.archive import queries as archive
from kept.records.archive.cards import EquipmentCard
from kept.rules.assess.say.conditions import value_name
from kept.rules.policy.model import Attribute, FactType, Policy
from kept.rules.policy.walk import keys_in
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import capital
from kept.web.hotline import pages
from kept.web.hotline.forms.particulars import PIECE, ModelForm, ParticularsForm, short
from kept.web.hotline.pages.archive import Section

PREFIX: Final = "equipment."
LIFE: Final = "equipment.design_life"
# What the archive keeps in a place of its own.
ELSEWHERE: Final = (
    LIFE,
    *(PREFIX + name for name in ("class", "recognised", "supplied_by_us")),
)


def asked_by(policy: Policy) -> list[Attribute]:
    """Return what the rules of a policy ask of equipment that people have to write down."""
    asked = _keys(policy)
    read_off = {rule.reading for rule in policy.measures}
    return [
        attribute
        for key in asked
        if key.startswith(PREFIX)
        and key not in ELSEWHERE
        and key not in read_off
        and (attribute := policy.attributes.get(key)) is not None
        and attribute.type is not FactType.MOMENT
    ]


def _keys(policy: Policy) -> tuple[str, ...]:
    return keys_in((tuple(policy.rules.values()), tuple(policy.scales.values())))


def particulars_section(piece: EquipmentCard, policy: Policy, reader: Reader) -> Section | None:
    """Return what the policy asks of a machine; None where it asks nothing more."""
    asked = asked_by(policy)
    asks_life = LIFE in _keys(policy)
    if not asked and not asks_life:
        return None
    own, model = archive.particulars(piece.pk)
    speaker = reader.speaker(policy)
    pairs = [_life(piece.product.design_life_months)] if asks_life else []
    for attribute in asked:
        value = own.get(short(attribute), model.get(short(attribute)))
        pairs.append(
            pages.Pair(
                label=capital(reader.text(attribute.name)),
                value=_("not known")
                if value is None
                else value_name(speaker, attribute.key, value),
                is_unknown=value is None,
                note=_("as every machine of this model")
                if value is not None and short(attribute) not in own
                else "",
            )
        )
    more = pages.Link(label=_("Write it down"), url=reverse("hotline:particulars", args=[piece.pk]))
    return Section(title=_("What the policy asks of it"), pairs=pairs, more=more)


def _life(months: int | None) -> pages.Pair:
    said = ngettext("{count} month", "{count} months", months or 0).format(count=months)
    return pages.Pair(
        label=_("Design life"),
        value=said if months else _("not known"),
        is_unknown=not months,
        note=_("as every machine of this model") if months else "",
    )


def particulars_forms(
    piece: EquipmentCard, policy: Policy, reader: Reader, sent: Any = None
) -> tuple[ParticularsForm, ModelForm]:
    """Return the form of a machine alone and that of its model; `sent` fills the one it is for."""
    own, model = archive.particulars(piece.pk)
    asked = asked_by(policy)
    for_piece = sent is not None and sent.get("whose") == PIECE
    return (
        ParticularsForm(
            sent if for_piece else None, whose=PIECE, asked=asked, known=own, reader=reader
        ),
        ModelForm(
            sent if sent is not None and not for_piece else None,
            asked=asked,
            known=model,
            reader=reader,
            life=piece.product.design_life_months,
        ),
    )
