"""Forms for what is contested, for whose word a level is, and for the finding of a cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.cases.services import CauseFinding, Contest, Word
from kept.records.cases.whose_word import may_speak_for
from kept.records.files.queries import AttachmentLine
from kept.records.knowledge.models import CodeKind
from kept.records.knowledge.queries import CodeLine
from kept.records.people.models import Person
from kept.rules.assess.findings import deciders
from kept.rules.assess.graders import OUR_PARTIES, is_ours, who_decides
from kept.rules.facts import Value
from kept.rules.policy.model import ContestRule, Policy
from kept.web.common.forms import ExactForm, Segments
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import capital
from kept.web.hotline.forms.attributes import FEW, WhenField
from kept.web.hotline.forms.decisions import PARTED, askable_levels, level_choices
from kept.web.hotline.forms.facts import FactForm

CAUSE: Final = "cause.found"
USUAL: Final = ("customer", "provider")  # who contests, where a policy names nobody
SOURCE: Final = "web:hotline"


def word_choices(words: Iterable[str], policy: Policy, reader: Reader) -> list[tuple[str, str]]:
    """Return parties and roles as choices, each once."""
    speaker = reader.speaker(policy)
    return [(word, capital(speaker.party(word))) for word in dict.fromkeys(words)]


def add_word(form: forms.Form, words: Iterable[str], policy: Policy, reader: Reader) -> None:
    """Ask whose word it is, and who there gave it; one word of ours alone is not asked."""
    choices = word_choices(words, policy, reader)
    is_ours_alone = [word for word, _name in choices] == ["provider"]
    widget = Segments(attrs={"long": True}) if len(choices) <= FEW else forms.Select()
    form.fields["word"] = forms.ChoiceField(
        label=_("Whose word is it?"),
        choices=choices,
        initial=choices[0][0],
        widget=forms.HiddenInput() if is_ours_alone else widget,
    )
    if not is_ours_alone:
        form.fields["requester"] = forms.CharField(
            label=_("Who said so"),
            required=False,
            max_length=100,
            help_text=_("The name is needed when the word is not our own."),
        )


def word_of(cleaned: dict[str, Any]) -> Word:
    """Return whose word a form says it is."""
    return Word(of=cleaned["word"], requester=cleaned.get("requester", ""))


def graders_of(card: CaseCard) -> list[str]:
    """Return whose word may set the levels of a case: who decides first, where one is contested."""
    contested = {line.rule for line in card.assessment.contested}
    found: list[str] = []
    for scale in askable_levels(card):
        if f"{scale.kind}.{scale.id}" in contested:
            found += who_decides(card.policy, scale)
        found += scale.graders
    ours = OUR_PARTIES & set(found)
    return [*found, *(() if ours else ("provider",))]


def may_decide(card: CaseCard, person: Person) -> bool:
    """Say whether a person gives the word of one of us who decides about a contested level."""
    contested = {line.rule for line in card.assessment.contested}
    return any(
        is_ours(card.policy, word) and may_speak_for(word, by=person, deciding=True)
        for key, scale in card.policy.scales.items()
        if key in contested
        for word in who_decides(card.policy, scale)
    )


def contesters(rule: ContestRule, policy: Policy) -> list[str]:
    """Return who may contest something, the usual ones first."""
    if rule.by:
        return list(rule.by)
    return [*USUAL, *(party for party in policy.parties if party not in USUAL)]


class ContestForm(ExactForm):
    """Somebody says that a level or a cause is not right."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, card: CaseCard, reader: Reader, about_cause: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.about_cause = about_cause
        rules = [card.policy.cause.contest] if about_cause else _level_rules(card)
        words = [word for rule in rules for word in contesters(rule, card.policy)]
        add_word(self, words, card.policy, reader)
        choices = list(_causes(card, reader) if about_cause else _levels(card, reader))
        self.fields["asked"] = forms.ChoiceField(
            label=_("What it should be"),
            choices=choices,
            required=not about_cause,
            initial=choices[0][0],
        )
        self.fields["text"] = forms.CharField(
            label=_("What they say"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("In their own words. It stays on record with your name and theirs."),
        )
        self.fields["when"] = WhenField(
            now=reader.now,
            label=_("When they said it"),
            required=False,
            help_text=_("Empty: now. Or 10:00, yesterday 16:30, 2026-11-24 10:00."),
        )

    def contest(self) -> Contest:
        """Return what a valid form says."""
        said = self.cleaned_data
        scale, _parted, grade = str(said["asked"]).partition(PARTED)
        return Contest(
            word=word_of(said),
            text=said["text"],
            at=said["when"],
            scale="" if self.about_cause else f"level.{scale}",
            asked=said["asked"] if self.about_cause else grade,
            source=SOURCE,
        )


def _level_rules(card: CaseCard) -> list[ContestRule]:
    return [scale.contest for scale in askable_levels(card)]


def _levels(card: CaseCard, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield each level but the one that stands, and that it is not right, for each scale."""
    current = {line.scale: line.value for line in card.assessment.grades}
    for key, name in level_choices(card, reader):
        scale, _parted, grade = key.partition(PARTED)
        if current.get(f"level.{scale}") != grade:
            yield key, name
    for level in askable_levels(card):
        label = _("{level}: not right, without saying which").format(level=reader.text(level.name))
        yield f"{level.id}{PARTED}", label


def _causes(card: CaseCard, reader: Reader) -> Iterator[tuple[str, str]]:
    finding = card.assessment.finding
    yield "", _("not said")
    for choice in card.policy.attributes["cause"].choices:
        if finding is None or choice.key != finding.cause:
            yield choice.key, reader.text(choice.name)


class FindingForm(FactForm):
    """What was found to be the cause, on what evidence; a decision while it is disputed."""

    def __init__(
        self,
        *args: Any,
        card: CaseCard,
        reader: Reader,
        codes: Iterable[CodeLine],
        files: Iterable[AttachmentLine],
        **options: Any,
    ) -> None:
        super().__init__(*args, policy=card.policy, kind=CAUSE, reader=reader, **options)
        self._ask_for_code(card, reader, codes)
        self._ask_for_standing(reader, card)
        self._ask_for_evidence(files)
        finding = card.assessment.finding
        if any(line.rule == "cause" for line in card.assessment.contested):
            add_word(self, deciders(card.policy.cause.contest), card.policy, reader)
        if finding is not None:
            self.fields["reason"] = forms.CharField(
                label=_("Reason"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Needed to change a final cause and to decide a disputed one."),
            )
        first, last = ("key", "kind", "code"), ("when", "who", "note", "despite")
        between = [name for name in self.fields if name not in (*first, *last)]
        self.order_fields([*first, *between, *last])

    def _ask_for_standing(self, reader: Reader, card: CaseCard) -> None:
        """Ask how far it is settled; that it is disputed is said by whoever disputes it."""
        known = {choice.key: choice.name for choice in card.policy.attributes["finding"].choices}
        self.fields["a_finding"] = forms.ChoiceField(
            label=_("How far is it settled?"),
            choices=[(key, reader.text(known[key])) for key in ("provisional", "final")],
            widget=Segments,
        )

    def _ask_for_code(self, card: CaseCard, reader: Reader, codes: Iterable[CodeLine]) -> None:
        known = {choice.key for choice in card.policy.attributes["cause"].choices}
        offered = [c for c in codes if c.kind == CodeKind.CAUSE and c.policy_cause in known]
        if not offered:
            return
        named = [(c.code, f"{'– ' * c.depth}{c.code} {reader.name(c.names)}") for c in offered]
        self.fields["code"] = forms.ChoiceField(
            label=_("Code of this product family"), choices=[("", "—"), *named], required=False
        )
        self.fields["a_cause"].required = False
        self.fields["a_cause"].help_text = _("Or a code above, which stands for a cause.")

    def _ask_for_evidence(self, files: Iterable[AttachmentLine]) -> None:
        self.fields["evidence"] = forms.CharField(
            label=_("Evidence"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("What was seen, measured or tested. A final cause needs words or files."),
        )
        named = [(str(line.pk), line.name) for line in files if line.withdrawn_at is None]
        if named:
            self.fields["files"] = forms.MultipleChoiceField(
                label=_("Files that show it"),
                choices=named,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def found(self) -> CauseFinding:
        """Return what a valid form says."""
        said = self.cleaned_data
        own = super().values()
        beside = ("cause", "finding", "reason")
        return CauseFinding(
            cause=str(own.get("cause", "")),
            is_final=own.get("finding") == "final",
            at=said["when"],
            evidence=said.get("evidence", ""),
            files=tuple(int(number) for number in said.get("files", ())),
            reason=said.get("reason", ""),
            code=said.get("code", ""),
            word=word_of(said) if "word" in said else None,
            answers={key: value for key, value in own.items() if key not in beside},
            source=SOURCE,
            despite=said.get("despite", ""),
        )

    def values(self) -> dict[str, Value]:
        """Return what was said, for showing what it would change."""
        word = self.cleaned_data.get("word")
        return super().values() | ({"role": word} if word else {})
