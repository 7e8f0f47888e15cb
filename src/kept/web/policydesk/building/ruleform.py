"""A form for a rule, made from the fields of its form: shown from its text, written back into it.

What was not changed in the form stays as it is written, comments included.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.rules.policy.fields import Field, Kind, fields_of
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode
from kept.rules.policy.pieces import (
    NotAPiece,
    changed,
    items,
    keyed,
    listed,
    pieces,
    plain,
    value_of,
)
from kept.web.common.languages import said
from kept.web.policydesk.building.offers import Offers
from kept.web.policydesk.forms import PolicyTextForm
from kept.web.policydesk.labels import help_of, label_of, word_of
from kept.web.policydesk.pages import Part

MOST_ROWS: Final = 40  # items of one list with fields of their own; a longer one is text
CHOSEN: Final = frozenset(("calendars", "clocks", "people"))  # are chosen, not typed
BETWEEN = re.compile("[,，、;；\n]+")
ZH: Final = ("zh-Hans", "zh-Hant")
WRITTEN = re.compile(r"[\[{]|(^|\n)\s*-\s|:(\s|$)")  # it is a piece of the language already
KEY: Final = r"^[a-z][a-z0-9_]*$"


@dataclass
class _Slot:
    """Where in the form a value of the text stands."""

    field: Field
    name: str
    text: str  # as it is written now
    slots: list[_Slot] = dataclasses.field(default_factory=list)  # of a group
    # Of a list: the text of each item, and its values.
    rows: list[tuple[str, list[_Slot]]] = dataclasses.field(default_factory=list)  # of a list


class RuleForm(PolicyTextForm):
    """A rule of a form (clock, term …) whose values stand in a text."""

    beside = frozenset({"more"})

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, form: str, body: str, offers: Offers, edition: int
    ) -> None:
        self.sent = data.copy() if data else None
        super().__init__(self.sent, initial={"edition": edition})
        self.form, self.body, self.offers = form, body, offers
        self.slots = [self._slot(one, "", pieces(body)) for one in fields_of(form)]

    def text(self) -> str:
        """Return the rule as text, as the form was filled in."""
        order = ["form", *(one.key for one in fields_of(self.form))]
        return changed(self.body, self._changes(self.slots), order=order)

    def clean(self) -> dict[str, Any]:
        """Say which values are none."""
        said = super().clean() or {}
        for slot in self._typed(self.slots):
            new = self._new(slot)
            if new.strip() and new != slot.text:
                self._look_at(slot, new)
        return said

    def _look_at(self, slot: _Slot, new: str) -> None:
        name = f"{slot.name}-en" if slot.field.kind is Kind.TEXTS else slot.name
        try:
            value_of(new)
        except NotAPiece as mistake:
            why = said(mistake.saying)
            told = _("This cannot be read: {why}").format(why=why) if why else ""
            self.add_error(name, told or _("This cannot be read as one value."))

    def parts(self) -> list[Part]:
        """Return what the page shows, in the order of the language."""
        return [self._part(slot) for slot in self.slots]

    # From text to fields

    def _slot(self, one: Field, prefix: str, there: Mapping[str, Any]) -> _Slot:
        text = there[one.key].text if one.key in there else ""
        if one.kind in (Kind.ITEMS, Kind.NAMED) and len(_rows_in(one, text)) > MOST_ROWS:
            one = dataclasses.replace(one, kind=Kind.PIECE, fields=())
        slot = _Slot(one, f"{prefix}{one.key}", text)
        match one.kind:
            case Kind.TEXTS:
                self._add_texts(slot)
            case Kind.GROUP:
                inner = pieces(text)
                slot.slots = [self._slot(each, f"{slot.name}-", inner) for each in one.fields]
            case Kind.ITEMS | Kind.NAMED:
                self._add_rows(slot)
            case _:
                self._add_one(slot)
        return slot

    def _add_rows(self, slot: _Slot) -> None:
        texts = _rows_in(slot.field, slot.text)
        shown, count = self._asked(slot.name, len(texts)), f"{slot.name}-rows"
        self.fields[count] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=shown
        )
        if self.sent is not None:
            self.sent[count] = str(shown)  # one more than was sent if another was asked for
        for place in range(shown):
            key, text = texts[place] if place < len(texts) else ("", "")
            self._add_row(slot, place, key, text, is_there=place < len(texts))

    def _asked(self, name: str, there: int) -> int:
        """Return how many items the form shows: those there are, and those that were asked for."""
        sent = str(self.data.get(f"{name}-rows", "")) if self.is_bound else ""
        wanted = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else there
        more = 1 if self.is_bound and self.data.get("more") == name else 0
        if self.is_bound:
            return min(max(wanted + more, there), MOST_ROWS)
        return there or 1

    def _add_row(self, slot: _Slot, place: int, key: str, text: str, *, is_there: bool) -> None:
        prefix = f"{slot.name}-{place}-"
        if slot.field.kind is Kind.NAMED:
            self.fields[f"{prefix}key"] = forms.RegexField(
                KEY, max_length=60, required=False, label=_("Short name"), initial=key
            )
        there = pieces(text)
        inner = [self._slot(each, prefix, there) for each in slot.field.fields]
        if is_there:
            self.fields[f"{prefix}out"] = forms.BooleanField(required=False, label=_("Take it out"))
        slot.rows.append((text, inner))

    def _add_texts(self, slot: _Slot) -> None:
        said = texts_in(slot.text)
        label = label_of(slot.field.key)
        names = (("en", _("{label}, in English")), ("zh", _("{label}, in Chinese")))
        for tag, words in names:
            value = said.get("en", "") if tag == "en" else _chinese(said)[1]
            self.fields[f"{slot.name}-{tag}"] = forms.CharField(
                required=False, strip=False, label=words.format(label=label), initial=value
            )

    def _add_one(self, slot: _Slot) -> None:
        one, value = slot.field, shown(slot.field.kind, slot.text)
        options: dict[str, Any] = {
            "required": one.required and slot.name == one.key,  # an item may be left empty
            "label": label_of(one.key),
            "help_text": help_of(one.key, one.offers, duration="2 h" in one.examples),
            "initial": value,
        }
        choices = self._choices(one, value)
        if choices:
            self.fields[slot.name] = forms.ChoiceField(choices=choices, **options)
            return
        lines = value.count("\n") + 1
        widget: forms.Widget
        if one.kind is Kind.PIECE or lines > 1:
            rows = max(2, min(lines + 1, 14))
            attrs = {"rows": rows, "spellcheck": "false", "class": "piece"}
            widget = forms.Textarea(attrs=attrs)
        else:
            listed = {"list": f"offer-{one.offers}"} if self.offers.get(one.offers) else {}
            widget = forms.TextInput(attrs={**listed, "autocomplete": "off"})
        self.fields[slot.name] = forms.CharField(strip=False, widget=widget, **options)

    def _choices(self, one: Field, value: str) -> list[tuple[str, str]]:
        if one.kind is Kind.CHOICE:
            found = [(word, word_of(word)) for word in one.choices]
        elif one.kind is Kind.WORD and one.offers in CHOSEN and "\n" not in value:
            found = [(key, f"{key} · {name}") for key, name in self.offers.get(one.offers, ())]
        else:
            return []
        if value and value not in dict(found):
            found = [*found, (value, value)]
        return [("", "—"), *found] if found else []

    # From fields to text

    def _typed(self, slots: Sequence[_Slot]) -> Iterator[_Slot]:
        """Yield the slots in which something is typed."""
        for slot in slots:
            if slot.slots or slot.rows:
                yield from self._typed(slot.slots)
                for _text, inner in slot.rows:
                    yield from self._typed(inner)
            elif slot.field.kind not in (Kind.GROUP, Kind.ITEMS, Kind.NAMED):
                yield slot

    def _changes(self, slots: Sequence[_Slot]) -> dict[str, str]:
        news = ((slot, self._new(slot)) for slot in slots)
        return {slot.field.key: new for slot, new in news if new != slot.text}

    def _new(self, slot: _Slot) -> str:
        """Return a value as text; as it was written if nobody has changed it."""
        match slot.field.kind:
            case Kind.TEXTS:
                return self._new_texts(slot)
            case Kind.GROUP:
                order = [each.key for each in slot.field.fields]
                return changed(slot.text, self._changes(slot.slots), order=order).rstrip("\n")
            case Kind.ITEMS | Kind.NAMED:
                return self._new_rows(slot)
        sent, initial = self._sent(slot.name), _tidy(str(self.fields[slot.name].initial))
        if sent == initial:
            return slot.text
        return _list_of(sent) if slot.field.kind is Kind.WORDS else sent

    def _new_texts(self, slot: _Slot) -> str:
        said = texts_in(slot.text)
        tag, chinese = _chinese(said)
        en, zh = self._sent(f"{slot.name}-en"), self._sent(f"{slot.name}-zh")
        if (en, zh) == (_tidy(said.get("en", "")), _tidy(chinese)):
            return slot.text
        others = {k: v for k, v in said.items() if k not in ("en", tag)}
        found = {key: words for key, words in {"en": en, tag: zh, **others}.items() if words}
        written = ", ".join(f"{key}: {plain(words)}" for key, words in found.items())
        return f"{{{written}}}" if found else ""

    def _new_rows(self, slot: _Slot) -> str:
        before = _rows_in(slot.field, slot.text)
        order = [each.key for each in slot.field.fields]
        after: list[tuple[str, str]] = []
        for place, (text, inner) in enumerate(slot.rows):
            if self.data.get(f"{slot.name}-{place}-out"):
                continue
            new = changed(text, self._changes(inner), order=order).strip("\n")
            if new.strip():
                after.append((self._sent(f"{slot.name}-{place}-key"), new))
        if after == before:
            return slot.text
        if slot.field.kind is Kind.NAMED:
            return keyed(after)
        return listed([text for _key, text in after])

    def _sent(self, name: str) -> str:
        if name not in self.fields:
            return ""
        if not self.is_bound or name not in self.data:
            return _tidy(str(self.fields[name].initial or ""))
        return _tidy(str(self.data.get(name, "")))

    # What the page shows

    def _part(self, slot: _Slot) -> Part:
        label, required = label_of(slot.field.key), slot.field.required
        filled = bool(slot.text) or any(self._sent(one.name) for one in self._typed([slot]))
        if slot.slots:
            fields = [bound for inner in slot.slots for bound in self._bound(inner)]
            return Part(label, fields, filled=filled, required=required)
        if slot.field.kind in (Kind.ITEMS, Kind.NAMED):
            rows = [self._row(slot, place) for place in range(len(slot.rows))]
            return Part(label, items=rows, name=slot.name, filled=filled, required=required)
        return Part("", list(self._bound(slot)), filled=filled, required=required)

    def _row(self, slot: _Slot, place: int) -> Part:
        prefix = f"{slot.name}-{place}-"
        fields = [self[f"{prefix}key"]] if f"{prefix}key" in self.fields else []
        for inner in slot.rows[place][1]:
            fields += self._bound(inner)
        out = self[f"{prefix}out"] if f"{prefix}out" in self.fields else None
        language = "zh" if (get_language() or "").startswith("zh") else "en"
        name = self._sent(f"{prefix}name-{language}") or self._sent(f"{prefix}name-en")
        number = str(place + 1)
        return Part(f"{number} · {name}" if name else number, fields, out=out, filled=bool(out))

    def _bound(self, slot: _Slot) -> Iterator[BoundField]:
        if slot.field.kind is Kind.TEXTS:
            yield self[f"{slot.name}-en"]
            yield self[f"{slot.name}-zh"]
        else:
            yield self[slot.name]


def _rows_in(one: Field, text: str) -> list[tuple[str, str]]:
    """Return the items of a list, each with its key where it has one."""
    if one.kind is Kind.NAMED:
        return [(key, piece.text) for key, piece in pieces(text).items()]
    return [("", item) for item in items(text)]


def texts_in(text: str) -> dict[str, str]:
    """Return words for people by language; those without a language are English."""
    try:
        node = value_of(text) if text.strip() else None
    except NotAPiece:
        return {}
    match node:
        case TextNode():
            return {"en": node.value}
        case MapNode():
            return {k.value: v.value for k, v in node.entries if isinstance(v, TextNode)}
    return {}


def shown(kind: Kind, text: str) -> str:
    """Return a value as a form shows it: lists with commas, mappings one entry on a line."""
    node = _node(text)
    if kind is Kind.CHOICE and isinstance(node, TextNode):
        return node.value
    if kind is Kind.WORDS and isinstance(node, ListNode):
        parts = items(text)
        if all(isinstance(part, TextNode) for part in node.parts):
            return ", ".join(parts)
    if kind is Kind.PIECE and isinstance(node, MapNode) and text.lstrip().startswith("{"):
        return keyed([(key, piece.text) for key, piece in pieces(text).items()])
    return text


def _node(text: str) -> Node | None:
    try:
        return value_of(text) if text.strip() else None
    except NotAPiece:
        return None


def _chinese(said: Mapping[str, str]) -> tuple[str, str]:
    tag = next((tag for tag in ZH if tag in said), ZH[0])
    return tag, said.get(tag, "")


def _list_of(sent: str) -> str:
    """Return words with commas between them as a list; what is written as one stays."""
    if WRITTEN.search(sent):
        return sent
    parts = [part.strip() for part in BETWEEN.split(sent) if part.strip()]
    return parts[0] if len(parts) == 1 else f"[{', '.join(parts)}]" if parts else ""


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n").rstrip()
