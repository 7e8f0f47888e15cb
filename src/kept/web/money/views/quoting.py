"""Quotes: the list, one quote, and each step of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kept.records.cases.held_back import HeldBack
from kept.records.cases.queries import Assessed, CaseCard
from kept.records.documents.models import CodeBy
from kept.records.payments.billing import Billing, accepted_of, billing_of
from kept.records.prices.queries import offers
from kept.records.quotes import queries, services
from kept.records.quotes.drafting import DraftLine
from kept.records.quotes.models import Outcome, Quote, Speech, Way
from kept.records.quotes.queries import QuoteCard
from kept.records.quotes.standing import QuoteState
from kept.records.quotes.working_out import Worked, day_in
from kept.records.refusal import Refused
from kept.web.common.access import READERS, DeskRequest, for_roles, may
from kept.web.common.forms import refuse_unknown
from kept.web.common.pdfs import pdf_read
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.money.building import quoting as build
from kept.web.money.building.charges import component_choices
from kept.web.money.forms.asking import bill_form
from kept.web.money.forms.quoting import (
    FromListForm,
    HeardForm,
    LinesForm,
    SayForm,
    SendQuoteForm,
    TypedForm,
    WithdrawQuoteForm,
    begin_form,
)
from kept.web.money.pages.quoting import QuotePage, QuotesPage
from kept.web.money.pages.sheets import Link
from kept.web.money.reading import (
    LOOKERS,
    MONEY,
    SELLERS,
    card_or_404,
    case_link,
    here,
    provider_of,
)

OPEN = (QuoteState.DRAFT, QuoteState.SENT, QuoteState.DECLINED, QuoteState.EXPIRED)


@require_safe
@for_roles(*READERS)
def quotes(request: DeskRequest) -> HttpResponse:
    """Show the quotes, those in one state if one is asked for."""
    reader = Reader(timezone.now())
    asked = request.GET.get("state", "")
    states = [QuoteState(asked)] if asked in tuple(QuoteState) else []
    rows = queries.all_quotes(viewer=request.user, at=reader.now, states=states)
    address = reverse("money:quotes")
    filters = [Link(_("all"), address, is_on=not states)]
    filters += [
        Link(build.state_words(one), f"{address}?state={one}", is_on=[one] == states)
        for one in QuoteState
    ]
    found = [build.build_row(row, reader) for row in rows]
    lists = reverse("money:prices") if may(request.user, *LOOKERS) else ""
    page = QuotesPage(now=reader.now, rows=found, filters=filters, prices_url=lists)
    return render(request, "money/quotes.html", {"page": page})


@require_POST
@for_roles(*SELLERS)
def quote_begin(request: DeskRequest, number: str) -> HttpResponse:
    """Begin a quote of a case."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    form = begin_form(card, request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose a currency and a language."))
        return redirect("money:charges", number=number)
    made = services.begin_quote(
        case_id=card.pk,
        currency=form.cleaned_data["currency"],
        languages=form.chosen(),
        by=request.user,
        at=reader.now,
        key=form.cleaned_data["key"],
    )
    return redirect("money:quote", quote=made.number)


@require_safe
@for_roles(*READERS)
def quote_page(request: DeskRequest, quote: str) -> HttpResponse:
    """Show a quote: its draft as it comes out now, what was sent, said and answered."""
    return _Desk.of(request, quote).page()


@require_POST
@for_roles(*SELLERS)
def quote_lines(request: DeskRequest, quote: str) -> HttpResponse:
    """Keep how much there is of each line, and the note."""
    desk = _Desk.of(request, quote)
    form = LinesForm(request.POST, quote=desk.quote)
    return desk.after("lines", form, lambda: desk.write(form, form.lines(), form.note()))


@require_POST
@for_roles(*SELLERS)
def quote_add(request: DeskRequest, quote: str) -> HttpResponse:
    """Add a line whose price is in a list."""
    desk = _Desk.of(request, quote)
    form = FromListForm(request.POST, offers=desk.offers())
    return desk.after("add", form, lambda: desk.write(form, [*desk.quote.lines, form.line()]))


@require_POST
@for_roles(*SELLERS)
def quote_type(request: DeskRequest, quote: str) -> HttpResponse:
    """Add a line whose price is typed for a reason, or the policy's own."""
    desk = _Desk.of(request, quote)
    form = desk.typed_form(request.POST)
    language = get_language() or "en"
    added = lambda: desk.write(form, [*desk.quote.lines, form.line(language)])  # noqa: E731
    return desk.after("type", form, added)


@require_POST
@for_roles(*SELLERS)
def quote_send(request: DeskRequest, quote: str) -> HttpResponse:
    """Send it as it stands."""
    desk = _Desk.of(request, quote)
    form = desk.send_form(request.POST)
    return desk.after("send", form, lambda: desk.send(form))


@require_POST
@for_roles(*SELLERS)
def quote_say(request: DeskRequest, quote: str) -> HttpResponse:
    """Keep what was said about it."""
    desk = _Desk.of(request, quote)
    form = SayForm(request.POST)
    return desk.after("say", form, lambda: desk.say(form))


@require_POST
@for_roles(*SELLERS)
def quote_answer(request: DeskRequest, quote: str) -> HttpResponse:
    """Keep an answer that one of us heard or read."""
    desk = _Desk.of(request, quote)
    form = HeardForm(request.POST)
    return desk.after("answer", form, lambda: desk.heard(form))


@require_POST
@for_roles(*SELLERS)
def quote_withdraw(request: DeskRequest, quote: str) -> HttpResponse:
    """Take it back."""
    desk = _Desk.of(request, quote)
    form = WithdrawQuoteForm(request.POST)
    return desk.after("withdraw", form, lambda: desk.withdraw(form))


@require_POST
@for_roles(*SELLERS)
def quote_link_end(request: DeskRequest, quote: str) -> HttpResponse:
    """End the link that was sent."""
    refuse_unknown(request.POST, ())
    desk = _Desk.of(request, quote)
    if desk.quote.link is not None:
        services.end_quote_link(link_id=desk.quote.link.pk, by=request.user, at=desk.reader.now)
    return redirect("money:quote", quote=quote)


@require_safe
@for_roles(*READERS)
def quote_pdf(request: DeskRequest, quote: str, version: int) -> HttpResponse:
    """Give the bytes of a version as they were sent."""
    desk = _Desk.of(request, quote)
    found = next((one for one in desk.quote.versions if one.number == version), None)
    if found is None:
        raise Http404
    return pdf_read(lambda: queries.quote_pdf(found), f"{quote}-{version}.pdf")


@dataclass(frozen=True)
class _Desk:
    """One quote before somebody, and what they do with it: one service for each press."""

    request: DeskRequest
    quote: QuoteCard
    card: CaseCard
    reader: Reader

    @classmethod
    def of(cls, request: DeskRequest, number: str) -> _Desk:
        reader = Reader(timezone.now())
        quote = queries.quote_card(number, viewer=request.user, at=reader.now)
        if quote is None:
            raise Http404
        return cls(request, quote, card_or_404(request, quote.case_number, reader), reader)

    def after(self, name: str, form: Form, do: Callable[[], object]) -> HttpResponse:
        """Do what a valid form asks for; a refusal is a sentence on the page."""
        if form.is_valid():
            try:
                do()
            except Refused as refused:
                form.add_error(None, str(refused))
                if isinstance(refused, HeldBack) and isinstance(form, SendQuoteForm):
                    form = self.send_form({**self.request.POST.dict(), "despite": ""})
                    form.add_error(None, str(refused))
            else:
                messages.success(self.request, _("It is on record."))
                return redirect("money:quote", quote=self.quote.number)
        return self.page({name: form})

    def write(
        self, form: Form, lines: Sequence[DraftLine], note: Mapping[str, str] | None = None
    ) -> None:
        services.write_quote(
            quote_id=self.quote.pk,
            lines=lines,
            note=self.quote.note if note is None else note,
            edition=form.cleaned_data["edition"],
            by=self.request.user,
            at=self.reader.now,
        )

    def send(self, form: SendQuoteForm) -> None:
        said = form.cleaned_data
        sending = services.Sending(
            quote_id=self.quote.pk,
            edition=said["edition"],
            provider=provider_of(self.card),
            contact_id=said["contact"],
            key=said["key"],
            code_by=CodeBy(said["code_by"]),
            valid_until=form.until(),
            despite=said.get("despite", ""),
        )
        services.send_quote(sending=sending, by=self.request.user, at=self.reader.now)

    def say(self, form: SayForm) -> None:
        said = form.cleaned_data
        exchange = services.Said(
            speech=Speech(said["speech"]), name=said["name"], text=said["text"], key=said["key"]
        )
        by, at = self.request.user, self.reader.now
        services.note_exchange(quote_id=self.quote.pk, said=exchange, by=by, at=at)

    def heard(self, form: HeardForm) -> None:
        said, last = form.cleaned_data, self.quote.last
        answering = services.Answering(
            version_id=last.pk if last else 0,
            sha256=said["sha256"],
            outcome=Outcome(said["outcome"]),
            name=said["name"],
            key=said["key"],
            reason=said["reason"],
            way=Way(said["way"]),
            evidence=said["evidence"],
        )
        services.answer_quote(answering=answering, by=self.request.user, at=self.reader.now)

    def withdraw(self, form: WithdrawQuoteForm) -> None:
        services.withdraw_quote(
            quote_id=self.quote.pk,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            at=self.reader.now,
        )

    def offers(self) -> list[Any]:
        return offers(
            currency=self.quote.currency,
            on=day_in(self.card, self.reader.now),
            contract_id=self.card.contract.pk if self.card.contract else None,
        )

    def components(self) -> list[tuple[str, str]]:
        return [*component_choices(self.card, self.reader)[1:], ("other", _("something else"))]

    def worked(self) -> Worked:
        row = Quote.objects.select_related("case__office").get(pk=self.quote.pk)
        return services.worked_out(row, self.card)

    def billing(self) -> Billing | None:
        """Return what of an accepted quote can be billed now."""
        if self.quote.state is not QuoteState.ACCEPTED:
            return None
        versions = accepted_of(self.quote.case_id)
        version = next((one for one in versions if one.quote_id == self.quote.pk), None)
        found = Assessed(self.card.policy, self.card.facts, self.card.assessment)
        return billing_of(version, found) if version else None

    def bills(self, billing: Billing | None, *, may_see: bool) -> list[Link]:
        numbers = billing.invoices if billing else ()
        return [
            Link(label=one, url=reverse("money:invoice", args=[one]) if may_see else "")
            for one in numbers
        ]

    def send_form(self, sent: Any = None) -> SendQuoteForm:
        return SendQuoteForm(
            sent,
            initial={"edition": self.quote.edition, "key": new_key()},
            known=queries.who_can_be_told(self.quote.case_id),
            policy_says=build.policy_until(self.card, self.reader),
            zone=self.card.zone,
        )

    def typed_form(self, sent: Any, **options: Any) -> TypedForm:
        contract = [one for one in self.offers() if one.is_contract]
        return TypedForm(sent, components=self.components(), contract=contract, **options)

    def forms(self) -> dict[str, Form]:
        """Return what can be done with the quote as it stands."""
        edition, last = {"edition": self.quote.edition}, self.quote.last
        found: dict[str, Form] = {}
        if self.quote.state in OPEN:
            found["lines"] = LinesForm(initial=edition, quote=self.quote)
            found["add"] = FromListForm(initial=edition, offers=self.offers())
            found["type"] = self.typed_form(None, initial=edition)
            found["send"] = self.send_form()
            found["withdraw"] = WithdrawQuoteForm()
        if self.quote.state is QuoteState.SENT and last is not None:
            found["answer"] = HeardForm(initial={"key": new_key(), "sha256": last.sha256})
        if last is not None:
            found["say"] = self.say_form()
        return found

    def say_form(self) -> SayForm:
        """Return the form for what was said; after a question it is ready for our answer."""
        ready: dict[str, str] = {"key": new_key()}
        if self.quote.is_asked:
            ready |= {"speech": Speech.ANSWERED, "name": self.quote.exchanges[0].name}
        return SayForm(initial=ready)

    def page(self, taken: Mapping[str, Form] | None = None) -> HttpResponse:
        worked, quote = self.worked(), self.quote
        offered = self.forms() if may(self.request.user, *SELLERS) else {}
        forms = {**offered, **(taken or {})}
        for name, form in forms.items():
            form.auto_id = f"id_{name}_%s"  # many forms on one page: a label leads to its own field
        billing, may_bill = self.billing(), may(self.request.user, *MONEY)
        if billing is not None and may_bill:
            forms["bill"] = bill_form(billing)
        page = QuotePage(
            now=self.reader.now,
            number=quote.number,
            case=case_link(quote.case_number, self.card.title),
            customer=here(dict(self.card.customer.names)),
            next=build.next_step(quote, worked, self.reader, billing, may_bill=may_bill),
            bills=self.bills(billing, may_see=may_bill),
            has_note=any(quote.note.values()),
            charges_url=reverse("money:charges", args=[quote.case_number]),
            state=build.SHAPES[quote.state],
            state_words=build.state_words(quote.state),
            currency=quote.currency,
            lines=list(build.build_lines(worked, self.card, self.reader, forms.get("lines"))),
            sums=list(build.build_sums(worked)) if worked.lines else [],
            versions=[
                build.build_version(one, quote, self.reader, is_last=one is quote.last)
                for one in quote.versions
            ],
            exchanges=[build.build_said(one, self.reader) for one in quote.exchanges],
            link=build.build_link(quote.link, quote, self.reader) if quote.link else None,
            policy_until=build.policy_until(self.card, self.reader),
            withdrawn_why=quote.withdrawn_why,
            is_asked=quote.is_asked,
            forms=forms,
        )
        return render(
            self.request, "money/quote.html", {"page": page}, status=422 if taken else 200
        )
