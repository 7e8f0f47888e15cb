"""What is typed about a macro."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kept.records.checklists.queries import checklists
from kept.records.knowledge.filling import HOLES
from kept.records.knowledge.queries import ready_texts
from kept.records.macros.queries import MacroVersionCard
from kept.records.macros.services import MacroDetails
from kept.records.macros.steps import ME, ON_DUTY, Step, StepKind
from kept.records.people.models import Language, Role
from kept.records.people.queries import people
from kept.rules.facts import Value
from kept.rules.policy.model import Attribute, FactType
from kept.web.knowledge.policies_words import PolicyWords
from kept.web.knowledge.rows import RowsForm, field_of, split

Options = list[tuple[str, str]]
PARTED, IS = ";", "="


class MacroForm(RowsForm):
    """A macro with its steps."""

    most = 12

    def __init__(
        self, *args: Any, words: PolicyWords, before: MacroVersionCard | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.attributes = words.attributes()
        self.fields["case_types"] = forms.MultipleChoiceField(
            label=_("Types of cases"),
            required=False,
            choices=words.case_types(),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None chosen: every type."),
        )
        self.fields["families"] = forms.CharField(
            label=_("Product families"),
            required=False,
            max_length=500,
            help_text=_("Parted by commas, such as pump, drive. Empty: any machine."),
        )
        steps = _steps_to_choose(words, before)
        ready = [("", "—"), *((one.key, f"/{one.key}") for one in ready_texts())]
        for place in range(1, self.count + 1):
            self._add_row(f"row_{place}", steps, ready)

    def _add_row(self, row: str, steps: list[tuple[str, Any]], ready: Options) -> None:
        self.fields[f"{row}_what"] = forms.ChoiceField(
            label=_("What it does"), required=False, choices=steps
        )
        self.fields[f"{row}_values"] = forms.CharField(
            label=_("What the fact says"),
            required=False,
            max_length=500,
            help_text=_("As the policies name it, such as result = failed; finding = provisional."),
        )
        self.fields[f"{row}_words"] = forms.ChoiceField(
            label=_("Ready words said with it"), required=False, choices=ready
        )
        self.fields[f"{row}_text"] = forms.CharField(
            label=_("Own words"),
            required=False,
            max_length=1_500,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=", ".join(f"{{{hole}}}" for hole in HOLES),
        )

    def clean(self) -> dict[str, Any]:
        """Return what was said, the values of facts read as the policies' kinds of answers."""
        said = super().clean() or self.cleaned_data
        for place in range(1, self.count + 1):
            name = f"row_{place}_values"
            try:
                said[name] = read_values(str(said.get(name) or ""), self.attributes)
            except ValidationError as problem:
                self.add_error(name, problem)
        return said

    def details(self) -> MacroDetails:
        """Return what was typed."""
        said = self.cleaned_data
        return MacroDetails(
            names=self.names(),
            steps=list(self._steps()),
            case_types=tuple(said["case_types"]),
            families=split(said["families"]),
        )

    def _steps(self) -> Iterator[Step]:
        for place in range(1, self.count + 1):
            kind, _parted, what = str(self.of_row(place, "what")).partition(":")
            if kind:
                yield Step(
                    kind=StepKind(kind),
                    what=what,
                    values=self.of_row(place, "values") if kind == StepKind.FACT else {},
                    words=self.of_row(place, "words"),
                    text=self.of_row(place, "text"),
                )

    @staticmethod
    def initial_of(version: MacroVersionCard) -> dict[str, Any]:
        """Return a version as the form shows it."""
        shown: dict[str, Any] = {
            f"name_{field_of(code)}": version.names.get(code, "") for code in Language.values
        }
        shown |= {
            "after": version.number,
            "case_types": list(version.case_types),
            "families": ", ".join(version.families),
        }
        for place, step in enumerate(version.steps, start=1):
            shown |= {
                f"row_{place}_what": what_of(step),
                f"row_{place}_values": written(step),
                f"row_{place}_words": step.words,
                f"row_{place}_text": step.text,
            }
        return shown


def what_of(step: Step) -> str:
    """Return a step as one choice."""
    return f"{step.kind}:{step.what}"


def written(step: Step) -> str:
    """Return what a step's fact says as it is typed."""
    return f"{PARTED} ".join(f"{key} {IS} {_typed(value)}" for key, value in step.values.items())


def _typed(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def read_values(text: str, attributes: dict[str, Attribute]) -> dict[str, Value]:
    """Return what a fact says, out of "result = failed; level = 2". Raises ValidationError."""
    found: dict[str, Value] = {}
    for part in text.replace("；", PARTED).split(PARTED):
        if not part.strip():
            continue
        key, _sign, said = (one.strip() for one in part.partition(IS))
        attribute = attributes.get(key)
        if attribute is None or not said:
            raise ValidationError(
                _("“{part}” says nothing a policy knows.").format(part=part.strip())
            )
        found[key] = _read(attribute, said)
    return found


def _read(attribute: Attribute, said: str) -> Value:
    problem = ValidationError(
        _("“{said}” is not a possible answer for “{key}”.").format(said=said, key=attribute.key)
    )
    match attribute.type:
        case FactType.YES_NO:
            if said not in ("yes", "no"):
                raise problem
            return said == "yes"
        case FactType.NUMBER:
            if not said.replace(".", "", 1).lstrip("-").isdigit():
                raise problem
            return float(said) if "." in said else int(said)
        case FactType.ONE_OF:
            if attribute.choices and said not in {choice.key for choice in attribute.choices}:
                raise problem
        case FactType.MOMENT:
            raise problem  # a macro knows no moment but now
    return said


def _steps_to_choose(words: PolicyWords, before: MacroVersionCard | None) -> list[tuple[str, Any]]:
    """Return what a step can do, in groups; what is there no more can still be seen."""

    def named(kind: StepKind, options: Options) -> tuple[str, Options]:
        return str(kind.label), [(f"{kind.value}:{key}", name) for key, name in options]

    lists = [card for card in checklists() if card.published]
    staff = [person for person in people() if Role.CUSTOMER not in person.roles]
    groups = [
        named(StepKind.FACT, words.facts()),
        named(StepKind.WAIT, words.waits()),
        named(StepKind.RESUME, [("", _("Waiting ended"))]),
        named(StepKind.MESSAGE, [("", _("A mail to who asked, in the ready words"))]),
        named(
            StepKind.CHECKLIST, [(one.key, words.reader.name(one.newest.names)) for one in lists]
        ),
        named(
            StepKind.ASSIGN,
            [
                (ME, _("To who runs it")),
                (ON_DUTY, _("To who is on duty")),
                *((str(person.pk), person.name) for person in staff),
            ],
        ),
    ]
    known = {key for _title, options in groups for key, _name in options}
    steps = before.steps if before else ()
    gone = [(what_of(step), step.what) for step in steps if what_of(step) not in known]
    return [("", "—"), *groups, *([(_("No longer there"), gone)] if gone else [])]
