"""What is typed about articles, ready words and codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.cases.running import running_policy
from kept.records.knowledge.filling import HOLES
from kept.records.knowledge.models import ArticleKind, Audience, CodeKind
from kept.records.knowledge.queries import CodeLine, ReadyWords, VersionCard
from kept.records.knowledge.services import ArticleDetails, CodeDetails, ReadyTextDetails
from kept.records.knowledge.walking import written
from kept.records.people.models import Language
from kept.records.policies.queries import policies
from kept.rules.facts.vocabulary import CHOICES
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.reading.reader import Reader

LONGEST = 20_000
SAFE_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _key(most: int) -> forms.RegexField:
    return forms.RegexField(
        SAFE_KEY,
        max_length=most,
        label=_("Key"),
        help_text=_("Small letters, digits and hyphens, such as pump-no-flow. It stays for ever."),
        error_messages={
            "invalid": _("Only small letters, digits and single hyphens can stand here.")
        },
    )


def _by_language(said: dict[str, Any], name: str) -> dict[str, str]:
    return {code: said[f"{name}_{_field(code)}"] for code in Language.values}


def _field(code: str) -> str:
    return code.replace("-", "_")


class ArticleForm(ExactForm):
    """What an article says, in up to three languages. `after`: the version that was looked at."""

    after = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=ArticleKind.choices, widget=Segments)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, widget=Segments)
    families = forms.CharField(
        label=_("Product families"),
        required=False,
        max_length=500,
        help_text=_("Parted by commas, such as pump, drive. Empty: any machine."),
    )
    codes = forms.CharField(
        label=_("Codes of symptoms and causes"),
        required=False,
        max_length=500,
        help_text=_("Parted by commas. Where one is chosen for a case, the article comes first."),
    )

    def __init__(self, *args: Any, is_new: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_new:
            self.fields["key"] = _key(60)
        for code, name in Language.choices:
            self._add_language(_field(code), str(name))
        self.fields["paths"] = forms.CharField(
            label=_("Where the steps lead"),
            required=False,
            max_length=4_000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_(
                "For steps only, one line for each: “1: yes 2, no open”. The last ones lead to "
                "“fixed” or “open”."
            ),
        )

    def _add_language(self, code: str, name: str) -> None:
        def text(label: Any, rows: int, help_text: Any, most: int = LONGEST) -> forms.CharField:
            return forms.CharField(
                label=label % {"language": name},
                required=False,
                max_length=most,
                widget=forms.Textarea(attrs={"rows": rows}),
                help_text=help_text,
            )

        self.fields[f"title_{code}"] = forms.CharField(
            label=_("Title, %(language)s") % {"language": name}, required=False, max_length=200
        )
        self.fields[f"body_{code}"] = text(
            _("Text, %(language)s"), 8, _("A heading begins with #, a list with - or 1.")
        )
        self.fields[f"symptoms_{code}"] = text(
            _("What customers say, %(language)s"), 3, _("One phrase in each line."), 2_000
        )

    def details(self) -> ArticleDetails:
        """Return what was typed."""
        said = self.cleaned_data
        return ArticleDetails(
            titles=_by_language(said, "title"),
            bodies={k: v.replace("\r\n", "\n") for k, v in _by_language(said, "body").items()},
            kind=ArticleKind(said["kind"]),
            audience=Audience(said["audience"]),
            families=tuple(said["families"].replace("，", ",").split(",")),
            codes=tuple(said["codes"].replace("，", ",").split(",")),
            symptoms={k: tuple(v.splitlines()) for k, v in _by_language(said, "symptoms").items()},
            paths=said["paths"],
        )

    @staticmethod
    def initial_of(version: VersionCard) -> dict[str, Any]:
        """Return what a version says, as the form shows it."""
        shown: dict[str, Any] = {
            "after": version.number,
            "kind": version.kind,
            "audience": version.audience,
            "families": ", ".join(version.families),
            "codes": ", ".join(version.codes),
            "paths": written(version.paths),
        }
        for code in Language.values:
            shown[f"title_{_field(code)}"] = version.titles.get(code, "")
            shown[f"body_{_field(code)}"] = version.bodies.get(code, "")
            shown[f"symptoms_{_field(code)}"] = "\n".join(version.symptoms.get(code, ()))
        return shown


class ReadyTextForm(ExactForm):
    """Ready words, in up to three languages."""

    def __init__(self, *args: Any, is_new: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_new:
            self.fields["key"] = _key(30)
        for code, name in Language.choices:
            self.fields[f"name_{_field(code)}"] = forms.CharField(
                label=_("Name, %(language)s") % {"language": name}, required=False, max_length=80
            )
            self.fields[f"text_{_field(code)}"] = forms.CharField(
                label=_("Words, %(language)s") % {"language": name},
                required=False,
                max_length=1_500,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=", ".join(f"{{{hole}}}" for hole in HOLES),
            )

    def details(self) -> ReadyTextDetails:
        """Return what was typed."""
        said = self.cleaned_data
        return ReadyTextDetails(names=_by_language(said, "name"), texts=_by_language(said, "text"))

    @staticmethod
    def initial_of(words: ReadyWords) -> dict[str, Any]:
        """Return ready words as the form shows them."""
        shown = {f"name_{_field(code)}": words.names.get(code, "") for code in Language.values}
        return shown | {f"text_{_field(c)}": words.texts.get(c, "") for c in Language.values}


class CodeForm(ExactForm):
    """A code with its names and its place."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CodeKind.choices, widget=Segments)
    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        max_length=40,
        label=_("Code"),
        help_text=_("A code that is there already is named anew."),
        error_messages={"invalid": _("Only letters, digits, dots and dashes can stand here.")},
    )
    family = forms.CharField(
        label=_("Product family"), required=False, max_length=80, help_text=_("Empty: any machine.")
    )
    parent = forms.CharField(label=_("Below"), required=False, max_length=40)
    policy_cause = forms.ChoiceField(
        label=_("The policies' word for this cause"), required=False, help_text=_("Causes only.")
    )
    name_en = forms.CharField(label=_("Name in English"), required=False, max_length=120)
    name_zh_hans = forms.CharField(
        label=_("Name in simplified Chinese"), required=False, max_length=120
    )
    name_zh_hant = forms.CharField(
        label=_("Name in traditional Chinese"), required=False, max_length=120
    )

    def __init__(self, *args: Any, causes: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["policy_cause"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *causes]

    def details(self) -> CodeDetails:
        """Return what was typed."""
        said = self.cleaned_data
        return CodeDetails(
            kind=CodeKind(said["kind"]),
            names=_by_language(said, "name"),
            family=said["family"],
            parent=said["parent"],
            policy_cause=said["policy_cause"],
        )

    @staticmethod
    def initial_of(line: CodeLine) -> dict[str, Any]:
        """Return a code as the form shows it."""
        names = {f"name_{_field(code)}": line.names.get(code, "") for code in Language.values}
        plain = ("kind", "code", "family", "parent", "policy_cause")
        return {name: getattr(line, name) for name in plain} | names


class RetireCodeForm(ExactForm):
    """Which code is offered no more."""

    code = forms.CharField(max_length=40)


class EditionForm(ExactForm):
    """Which version a step is about."""

    number = forms.IntegerField(min_value=1, max_value=1_000_000)


def causes(reader: Reader) -> list[tuple[str, str]]:
    """Return the words of policies for causes, for choosing: the standard ones, then their own."""
    found = {key: reader.text(names) for key, (names, _within) in CHOICES["cause"].items()}
    for card in policies():
        for version in card.versions[:1]:
            policy = running_policy(version.pk, [], sha256=version.sha256).policy
            for choice in policy.attributes["cause"].choices:
                found.setdefault(choice.key, reader.text(choice.name))
    return list(found.items())
