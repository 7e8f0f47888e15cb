"""Choosing a remedy that the policy opens in a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.cases.queries import CaseCard
from kept.records.refusal import Refused
from kept.records.returns.services import Follows, NewChoice, choose_remedy
from kept.rules.assess import RemedyLine
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.depot import pages
from kept.web.depot.forms.remedies import RemedyForm
from kept.web.depot.reading import SOURCE, WORKERS, case_or_404
from kept.web.depot.views.steps import open_one


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WORKERS)
def choose(request: DeskRequest, number: str, rule: str) -> HttpResponse:
    """Choose an option of a remedy, and begin the exchange or the taking back."""
    reader = Reader(timezone.now())
    card = case_or_404(request, number, reader)
    found = (one for one in card.assessment.remedies if one.rule == rule and one.on_offer)
    line = next(found, None)
    options = _options(line, reader) if line else []
    initial = {"key": new_key(), "follows": Follows.EXCHANGE.value}
    initial |= {"option": options[0][0]} if options else {}
    links: list[tuple[str, str]] = []
    form = RemedyForm(request.POST or None, initial=initial, options=options)
    if request.method == "POST" and form.is_valid():
        answer = _chosen(request, form, card, rule, reader)
        if isinstance(answer, HttpResponse):
            return answer
        links = open_one(answer)
    page = pages.FormPage(
        now=reader.now,
        title=reader.text(line.name) if line else _("Rights and remedies"),
        back=reverse("depot:of_case", args=[card.number]),
        back_label=f"{card.number} {card.title}",
        button=_("Choose"),
        form=form,
        remarks=_remarks(line, card, reader),
        links=links,
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "depot/form.html", {"page": page}, status=status)


def _options(line: RemedyLine, reader: Reader) -> list[tuple[str, str]]:
    """Return what can be chosen now."""
    return [(one.key, reader.text(one.name)) for one in line.on_offer]


def _remarks(line: RemedyLine | None, card: CaseCard, reader: Reader) -> tuple[str, ...]:
    """Return why it is open, and the words of its clauses."""
    if line is None:
        return (_("By what is known, the policy offers nothing to choose here now."),)
    speaker = reader.speaker(card.policy)
    why = speaker.reasons(line.reason.because)
    known = [(key, card.policy.clauses.get(key)) for key in line.reason.clauses]
    said = [f"{key}: {reader.text(clause.text)}" for key, clause in known if clause]
    return tuple(filter(None, [why, *said]))


def _chosen(
    request: DeskRequest, form: RemedyForm, card: CaseCard, rule: str, reader: Reader
) -> HttpResponse | Refused:
    """Write it down and lead on; if it was refused, which the form says then, return why."""
    said = form.cleaned_data
    choice = NewChoice(
        case_id=card.pk,
        rule=rule,
        option=said["option"],
        follows=Follows(said["follows"]),
        requester=said["requester"],
        source=SOURCE,
    )
    try:
        rma = choose_remedy(choice=choice, by=request.user, now=reader.now, key=said["key"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return refused
    if rma is None:
        messages.success(request, _("It is on record."))
        return redirect("hotline:case", number=card.number)
    messages.success(request, _("Return {number} is open.").format(number=rma.number))
    return redirect("depot:rma", rma=rma.number)
