"""What is typed and chosen at the policy desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.rules.policy.characters import MOST_BYTES
from kept.rules.policy.forms import PENDING_FORMS
from kept.web.common.forms import ExactForm, Segments, refuse_unknown
from kept.web.common.uploads import ACCEPTED
from kept.web.policydesk.labels import FORMS

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"


class PolicyTextForm(forms.Form):
    """A form that takes its own fields only, and texts of policies as they are.

    Characters that nobody sees are refused by the reader of policies, with their line.
    """

    beside: ClassVar[frozenset[str]] = frozenset()

    def full_clean(self) -> None:
        """Look at what was sent. Raises SuspiciousOperation if it was not asked for."""
        if self.is_bound:
            refuse_unknown(self.data, {*self.fields, *self.beside})
        super().full_clean()


class NewPolicyForm(ExactForm):
    """A policy that is not known yet."""

    code = forms.RegexField(
        CODE,
        max_length=40,
        label=_("Short name"),
        help_text=_("Letters, digits, dots and dashes, such as S5. It stands in the file as well."),
        error_messages={"invalid": _("Only letters, digits, dots and dashes can stand here.")},
    )
    name_en = forms.CharField(max_length=200, label=_("Name in English"))
    name_zh = forms.CharField(max_length=200, label=_("Name in Chinese"), required=False)


class ImportForm(ExactForm):
    """A policy file."""

    file = forms.FileField(
        label=_("Policy file"), help_text=_("A .policy.yaml file of at most 1 MB.")
    )

    def clean_file(self) -> str:
        """Return the text of the file."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("A policy file can hold 1 MB at most; this is larger."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("This file is no text in UTF-8. Save it as UTF-8 and send it again.")
            ) from None


MOST_OF_A_PAPER = 4 * 1024 * 1024  # bytes of a file; what is longer is no policy


class PaperForm(ExactForm):
    """A paper: a file, or its text."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Text, Word (.docx) or PDF, at most 4 MB.")
    )
    text = forms.CharField(
        label=_("Or its text"), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def clean(self) -> dict[str, Any]:
        """Say that one of the two is needed, and how large a file may be."""
        said = super().clean() or {}
        file = said.get("file")
        if file and file.size > MOST_OF_A_PAPER:
            self.add_error("file", _("This file is larger than 4 MB. Take only the policy."))
        if not file and not said.get("text"):
            self.add_error("file", _("Please choose a file, or paste the text."))
        return said


class ProposalsForm(PolicyTextForm):
    """The paper as it was read, and the proposals that were taken."""

    beside = frozenset({"take", "ask"})

    paper = forms.CharField(strip=False, widget=forms.HiddenInput)
    second = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Bring the keys of what was taken."""
        said = super().clean() or {}
        said["take"] = self.data.getlist("take") if hasattr(self.data, "getlist") else []
        said["second"] = _flat(said.get("second"))
        return said


def _flat(entries: object) -> list[dict[str, str]]:
    """Return a second reader's entries as far as they are texts under keys."""
    found = entries if isinstance(entries, list) else []
    return [
        {key: value for key, value in one.items() if isinstance(value, str)}
        for one in found
        if isinstance(one, dict)
    ]


class TextForm(PolicyTextForm):
    """A whole draft as text; its characters are looked at by the reader of policies."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 40, "spellcheck": "false", "wrap": "off"}),
    )

    def clean_text(self) -> str:
        """Return the text with the line ends of a policy file."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class ClauseForm(PolicyTextForm):
    """One clause: its words, how it is kept, and the rules that keep it, as text."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    en = forms.CharField(
        label=_("In English"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    zh = forms.CharField(
        label=_("In Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    state = forms.ChoiceField(
        label=_("How it is kept"),
        choices=[
            ("rule", _("by a rule")),
            ("statement", _("said in words")),
            ("unset", _("its value is missing")),
            ("pending", _("not decided yet")),
        ],
        widget=Segments,
    )
    form = forms.ChoiceField(
        label=_("Form"),
        required=False,
        choices=[("", "—"), *((word, word) for word in PENDING_FORMS)],
        help_text=_("Of what is missing or not decided yet."),
    )

    def __init__(self, *args: Any, rules: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        for key in rules:
            self.fields[f"rule-{key}"] = _rule_field(key)
        self.fields["new_rule"] = _rule_field("")

    def clean(self) -> dict[str, Any]:
        """Say what a clause must have."""
        said = super().clean() or {}
        if not said.get("en") and not said.get("zh"):
            self.add_error("en", _("A clause has words in one language at least."))
        if said.get("state") in ("unset", "pending") and not said.get("form"):
            self.add_error("form", _("Please choose a form."))
        return said


def _rule_field(key: str) -> forms.CharField:
    label = _("Rule %(key)s") % {"key": key} if key else _("Another rule")
    rows = 12 if key else 4
    widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "wrap": "off"})
    return forms.CharField(label=label, required=False, strip=False, widget=widget)


class EditionForm(ExactForm):
    """Nothing but the edition that was looked at."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class AcceptForm(ExactForm):
    """Why a finding is meant as it is."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    finding = forms.CharField(max_length=60, widget=forms.HiddenInput)
    clauses = forms.CharField(max_length=2000, widget=forms.HiddenInput)
    en = forms.CharField(
        label=_("Reason, in English"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    zh = forms.CharField(
        label=_("Reason, in Chinese"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Say that a reason is needed."""
        said = super().clean() or {}
        if not said.get("en") and not said.get("zh"):
            self.add_error("en", _("Please say why, in one language at least."))
        return said


class ShowForm(ExactForm):
    """Which clauses of a draft are shown."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("all clauses")),
            ("found", _("with open findings")),
            ("unset", _("without a value")),
            ("accepted", _("with accepted findings")),
            ("pending", _("not decided yet")),
        ],
    )
    form = forms.ChoiceField(
        label=_("Form"),
        required=False,
        choices=[("", _("every form")), *((key, name) for key, (name, _about) in FORMS.items())],
    )
    q = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class RemarkForm(ExactForm):
    """What a reviewer says."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    remark = forms.CharField(
        label=_("Remark"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PublishForm(ExactForm):
    """From which day a version holds, and what readers should know of it."""

    effective_on = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(label=_("What changed"), max_length=500, required=False)


class DocumentForm(ExactForm):
    """A document that a policy requires."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ACCEPTED}))


class TrialForm(ExactForm):
    """How many closed cases are tried besides the open ones."""

    closed_cases = forms.IntegerField(
        label=_("Closed cases"),
        min_value=0,
        max_value=100_000,
        initial=1000,
        help_text=_("The last so many, besides all open ones. Nothing of them is changed."),
    )
