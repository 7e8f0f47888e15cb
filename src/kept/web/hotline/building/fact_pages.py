"""The pages on which one fact is recorded, corrected or taken back."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import NON_FIELD_ERRORS
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard, FactLine
from kept.records.cases.services.facts import WITHDRAWN
from kept.records.people.models import Person, Role
from kept.rules.assess.assessment import CLOSED
from kept.web.common.access import may
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.changes import build_changes, supposed
from kept.web.hotline.building.checklists import build_open
from kept.web.hotline.building.kinds import kind_groups
from kept.web.hotline.building.next_facts import label
from kept.web.hotline.building.presence import build_here
from kept.web.hotline.forms.facts import FactForm, WithdrawForm


def case_url(number: str) -> str:
    """Return the address of a case."""
    return reverse("hotline:case", args=[number])


def case_link(card: CaseCard) -> pages.Link:
    """Return the way back to a case."""
    return pages.Link(label=f"{card.number} {card.title}", url=case_url(card.number))


def choosing(card: CaseCard, reader: Reader, typed: str = "") -> pages.FactPage:
    """Return the page on which the kind of fact is chosen, first what the policy waits for."""
    return pages.FactPage(
        now=reader.now,
        case=case_link(card),
        here=build_here(card),
        title=_("What happened?"),
        heading=_("What happened?"),
        groups=kind_groups(card, reader, typed),
        typed=typed,
    )


def recording(card: CaseCard, kind: str, form: FactForm, reader: Reader) -> pages.FactPage:
    """Return the page on which a fact of one kind is recorded."""
    heading = label(kind, reader.speaker(card.policy))
    return pages.FactPage(
        now=reader.now,
        case=case_link(card),
        here=build_here(card),
        title=heading,
        heading=heading,
        form=form,
        button=_("Record it"),
        action=reverse("hotline:facts", args=[card.number]),
        preview_url=reverse("hotline:fact_preview", args=[card.number]),
        changes=changes_of(card, form, reader),
        explains=build_open(card) if kind == CLOSED else "",
    )


def finding(card: CaseCard, form: FactForm, reader: Reader) -> pages.FactPage:
    """Return the page on which the cause is written down, or decided while it is disputed."""
    is_disputed = any(line.rule == "cause" for line in card.assessment.contested)
    heading = _("Decide the cause") if is_disputed else _("Cause found")
    return pages.FactPage(
        now=reader.now,
        case=case_link(card),
        title=heading,
        heading=heading,
        form=form,
        button=_("Record it"),
        preview_url=reverse("hotline:fact_preview", args=[card.number]),
        changes=changes_of(card, form, reader),
        here=build_here(card),
        explains=_("The cause is disputed: a final one decides, and needs a reason.")
        if is_disputed
        else "",
    )


def may_pass(kind: str, person: Person) -> bool:
    """Say whether a person may record something against the policy, with a reason."""
    return kind != CLOSED or may(person, Role.MANAGER)


def changes_of(
    card: CaseCard, form: FactForm, reader: Reader, corrects: int | None = None
) -> pages.Changes:
    """Return what a form as it is filled in would change; an empty one as if it happened now."""
    if not form.is_bound:
        missing = [name for name, field in form.fields.items() if field.required]
        if set(missing) - {"key", "kind", "note"}:
            return pages.Changes(problem=_("Say more, and what it changes appears here."))
        kind = str(form.initial.get("kind", ""))
        return build_changes(card, [supposed(card, kind, reader.now, {})], reader)
    if not form.is_valid() and set(form.errors) - {"key", "note", NON_FIELD_ERRORS}:
        return pages.Changes(problem=_("Say more, and what it changes appears here."))
    at = form.cleaned_data["when"]
    if at > reader.now:
        return pages.Changes(problem=_("That time is still to come."))
    fact = supposed(card, form.cleaned_data["kind"], at, form.values(), corrects)
    return build_changes(card, [fact], reader)


def correctable(card: CaseCard, seq: int, *, is_sent: bool) -> FactLine | None:
    """Return a fact that can be corrected or withdrawn; None if there is none such.

    Of a form that was sent, also one that counts no more: it may have been sent twice.
    """
    line = next((line for line in card.timeline if line.seq == seq), None)
    return line if line and (line.stands or is_sent) and line.kind != WITHDRAWN else None


def correction_form(
    card: CaseCard, line: FactLine, reader: Reader, data: Mapping[str, str] | None
) -> FactForm:
    """Return the form that shows what a fact said."""
    initial = FactForm.initial_of(dict(line.values)) | {
        "key": new_key(),
        "kind": line.kind,
        "when": reader.full(line.at),
    }
    return FactForm(data, initial=initial, policy=card.policy, kind=line.kind, reader=reader)


def correcting(card: CaseCard, line: FactLine, form: FactForm, reader: Reader) -> pages.FactPage:
    """Return the page on which a fact is corrected."""
    name = label(line.kind, reader.speaker(card.policy))
    return pages.FactPage(
        now=reader.now,
        case=case_link(card),
        here=build_here(card),
        title=_("Correct fact {number}").format(number=line.seq),
        heading=_("Correct: {name}").format(name=name),
        form=form,
        button=_("Correct it"),
        preview_url=reverse("hotline:fact_preview", args=[card.number]),
        changes=changes_of(card, form, reader, corrects=line.seq)
        if form.is_bound
        else pages.Changes(problem=_("Change it, and what follows appears here.")),
        corrects=line.seq,
        explains=_("The old entry stays on record; from now on this one counts."),
    )


def withdrawing(
    card: CaseCard, line: FactLine, form: WithdrawForm, reader: Reader
) -> pages.FactPage:
    """Return the page on which a fact is taken back."""
    name = label(line.kind, reader.speaker(card.policy))
    taken = [supposed(card, WITHDRAWN, reader.now, {}, corrects=line.seq)]
    return pages.FactPage(
        now=reader.now,
        case=case_link(card),
        here=build_here(card),
        title=_("Withdraw fact {number}").format(number=line.seq),
        heading=_("Withdraw: {name}").format(name=name),
        form=form,
        button=_("Withdraw it"),
        changes=build_changes(card, taken, reader),
        explains=_("The entry stays on record as withdrawn; it counts no more."),
    )
