"""Forms for documents: which one to begin, and what a person writes in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kept.records.documents.addressees import Addressee
from kept.records.documents.asking import Field
from kept.records.documents.kinds import BY_HAND
from kept.records.documents.queries import DocumentCard
from kept.web.common import languages
from kept.web.common.forms import ExactForm, Segments
from kept.web.hotline.forms.signing import choices_of

MOST = 4_000  # characters of one field; a fact can hold them


class BeginForm(ExactForm):
    """Which document, in which languages."""

    beside = frozenset({"duty"})

    kind = forms.ChoiceField(
        label=_("Document"), choices=[(kind.value, kind.label) for kind in BY_HAND]
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=list(languages.NAMES.items()),
        widget=Segments(attrs={"long": True}),
    )
    beside_it = forms.ChoiceField(
        label=_("Second language beside it"),
        required=False,
        choices=[("", _("none")), *languages.NAMES.items()],
        widget=Segments(attrs={"long": True}),
    )

    def chosen(self) -> list[str]:
        """Return the languages, the first one first."""
        both = (self.cleaned_data["language"], self.cleaned_data["beside_it"])
        return [code for code in both if code]


class DraftForm(ExactForm):
    """What a person writes: every field in each language of the document."""

    beside = frozenset({"do"})

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, document: DocumentCard, fields: tuple[Field, ...], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.document, self.wanted = document, fields
        tag = languages.tag(get_language())
        for field in fields:
            for code in document.languages:
                self.fields[name_of(field.key, code)] = forms.CharField(
                    label=_label(field.label(tag), code, document),
                    required=False,
                    max_length=MOST,
                    widget=forms.Textarea(attrs={"rows": 4, "lang": languages.tag(code)}),
                )

    @staticmethod
    def values(document: DocumentCard) -> dict[str, Any]:
        """Return what was written so far."""
        said = {
            name_of(key, code): text
            for key, by_language in document.texts.items()
            for code, text in by_language.items()
        }
        return {"edition": document.edition, **said}

    def texts(self) -> dict[str, dict[str, str]]:
        """Return what was written, by field and language."""
        return {
            field.key: {
                code: self.cleaned_data[name_of(field.key, code)]
                for code in self.document.languages
            }
            for field in self.wanted
        }


class IssueForm(ExactForm):
    """Which draft is issued, to whom it goes by mail, and the key of this one press."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    send_to = forms.TypedChoiceField(
        label=_("By mail to"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, known: Sequence[Addressee], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [*choices_of(known), ("", gettext("nobody"))]
        self.fields["send_to"].choices = choices  # type: ignore[attr-defined]


def name_of(key: str, code: str) -> str:
    """Return the name of a field in the form."""
    return f"{key}:{code}"


def _label(label: str, code: str, document: DocumentCard) -> str:
    return label if len(document.languages) == 1 else f"{label} · {languages.NAMES[code]}"
