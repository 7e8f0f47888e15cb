"""The charge sheet in words: who pays each component, why, and what it would be otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.cases.vocabulary import is_known_elsewhere
from kept.records.money import NotMoney, rounded
from kept.records.quotes.contents import plain
from kept.records.quotes.worth import Worth
from kept.rules.assess import Outcome
from kept.rules.assess.assessment import Because
from kept.rules.assess.charges import ANY_OTHER, ChargeLine, Goodwill, IfCause, by_cause, charges
from kept.rules.assess.costs import ALL
from kept.rules.assess.say.charges import hours_words, payer_words, price_words
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Attribute, FactType
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import listed
from kept.web.money.building.done import DoneSheet
from kept.web.money.pages.charges import CauseColumn, ChargeRow, Exclusion, HoursWords, PayWords
from kept.web.money.pages.sheets import Link
from kept.web.money.reading import clause_links

FOUND_LATER = ("cause", "finding")
ASKABLE = (FactType.YES_NO, FactType.ONE_OF)


class Sheet:
    """The charge sheet of one case for one reader."""

    def __init__(self, card: CaseCard, reader: Reader, done: DoneSheet) -> None:
        self.card, self.done = card, done
        self.speaker: PageSpeaker = reader.speaker(card.policy)
        self.lines = charges(card.assessment, card.facts)

    def rows(self) -> list[ChargeRow]:
        """Return a row for each component, also where something was done and no rule says who pays.

        Those come last.
        """
        worth, ruled = self.done.worth(), {line.component for line in self.lines}
        silent = [one for one in self.done.components() if one not in ruled]
        return [
            *(self.row(line.component, worth, line) for line in self.lines),
            *(self.row(component, worth) for component in silent),
        ]

    def row(
        self, component: str, worth: Mapping[str, Worth], line: ChargeLine | None = None
    ) -> ChargeRow:
        """Return what was done of a component, and who pays it by its line if it has one."""
        return ChargeRow(
            component=self.speaker.component(component),
            done=self.done.words(component),
            money=self.done.money(worth.get(component)),
            answers=self.answers(line) if line else [_silent()],
            hours=self.hours(line) if line else [],
            goodwill=self.goodwill(line.goodwill) if line and line.goodwill else "",
            in_the_end=self.in_the_end(line) if line else "",
        )

    def names(self) -> list[str]:
        """Return the components of which the rules say who pays."""
        return [self.speaker.component(line.component) for line in self.lines]

    def answers(self, line: ChargeLine) -> list[PayWords]:
        """Return each answer that still stands; that the paper is silent is one, too."""
        if not line.cost.payers:
            return [_silent()]
        return [self.answer(line, outcome) for outcome in line.cost.payers]

    def answer(self, line: ChargeLine, outcome: Outcome) -> PayWords:
        """Return one answer with the price that goes with it, and why."""
        is_sure = outcome.truth is Truth.YES and len(line.cost.payers) == 1
        prices = line.cost.prices
        same = [one for one in prices if one.reason.clauses == outcome.reason.clauses]
        sure = [one for one in prices if one.truth is Truth.YES]
        price = next(iter([*same, *(sure if is_sure else ())]), None)
        clauses = [*outcome.reason.clauses, *(price.reason.clauses if price else ())]
        return PayWords(
            payer=payer_words(self.speaker, outcome),
            price=price_words(self.speaker, price) if price else "",
            condition=self.speaker.reasons(outcome.reason.because),
            clauses=clause_links(self.card, clauses),
            is_sure=is_sure,
        )

    def hours(self, line: ChargeLine) -> list[HoursWords]:
        """Return how hours are charged by when they were, each with its clauses."""
        said = hours_words(self.speaker, line.cost.hours) if line.cost.hours else ()
        return [HoursWords(words, clause_links(self.card, clauses)) for words, clauses in said]

    def goodwill(self, goodwill: Goodwill) -> str:
        """Return what was decided, by whom and why."""
        said = _("{per_cent} % taken over ({party}), {up_to}: {reason}, {by}")
        is_for_all = goodwill.component == ALL  # then it stands beside each, and is one sum
        up_to = _("up to {money} in all") if is_for_all else _("up to {money}")
        up_to = up_to.format(money=goodwill_money(goodwill))
        return said.format(
            up_to=up_to if goodwill.up_to is not None else _("but up to nothing yet"),
            party=self.speaker.party(goodwill.party),
            per_cent=plain(goodwill.per_cent),
            reason=goodwill.reason,
            by=goodwill.by or self.speaker.at(goodwill.at),
        )

    def in_the_end(self, line: ChargeLine) -> str:
        """Return who pays how much after goodwill; empty while it is open."""
        if not line.shares:
            return ""
        if len(line.shares) == 1:
            return self.speaker.party(line.shares[0][0])
        parts = (f"{self.speaker.party(party)} {plain(share)} %" for party, share in line.shares)
        return listed(parts)

    def columns(self) -> list[CauseColumn]:
        """Return what each cause would bring, side by side."""
        found = by_cause(self.card.policy, self.card.facts, self.card.at)
        return [self.column(one) for one in found]

    def column(self, one: IfCause) -> CauseColumn:
        """Return what holds for some causes, and what it would come to."""
        worth = self.done.worth(one.charges)
        return CauseColumn(
            title=self.causes(one.causes),
            sums=self.done.sums(worth),
            rows=[
                (self.speaker.component(line.component), self.answers(line)) for line in one.charges
            ],
        )

    def causes(self, causes: tuple[str, ...]) -> str:
        """Return causes by name; what is not named is every other one."""
        attribute = self.card.policy.attributes["cause"]
        names = {choice.key: self.speaker.text(choice.name) for choice in attribute.choices}
        return listed(_("any other cause") if one == ANY_OTHER else names[one] for one in causes)

    def exclusions(self) -> Iterator[Exclusion]:
        """Yield what covers the case or takes it out, for sure or perhaps."""
        for line in self.card.assessment.cover:
            reasons = self.speaker.reasons(line.reason.because)
            is_sure = line.truth is Truth.YES
            yield Exclusion(
                words=self.speaker.cover(line),
                condition=reasons,
                is_sure=is_sure,
                clauses=clause_links(self.card, line.reason.clauses),
                cases=[
                    Link(label=number, url=reverse("hotline:case", args=[number]))
                    for number in earlier_cases(line.reason.because)
                ],
            )

    def finding(self) -> str:
        """Return what the cause is held to be."""
        finding = self.card.assessment.finding
        if finding is None or not finding.cause:
            return _("The cause has not been found yet.")
        cause = self.causes((finding.cause,))
        return {
            "provisional": _("Provisionally found: {cause}."),
            "final": _("Found for good: {cause}."),
            "disputed": _("Disputed: {cause}."),
        }[finding.standing.value].format(cause=cause)

    def cause_url(self) -> str:
        """Return where a finding of the cause is recorded."""
        page = reverse("hotline:fact_new", args=[self.card.number])
        return f"{page}?{urlencode({'kind': 'cause.found'})}"


def goodwill_money(goodwill: Goodwill) -> str:
    """Return up to how much goodwill goes, as it was decided."""
    try:
        return str(rounded(goodwill.up_to or Decimal(0), goodwill.currency))
    except NotMoney:
        return f"{goodwill.currency} {goodwill.up_to}"


def _silent() -> PayWords:
    words = _("the paper is silent: ask")
    return PayWords(payer=words, price="", condition="", clauses=[], is_sure=False)


def open_questions(card: CaseCard) -> list[Attribute]:
    """Return what nobody has said yet and who pays depends on: the policy's own conditions."""
    outcomes = [o for line in card.assessment.costs for o in (*line.payers, *line.prices)]
    open_ones = [o.reason for o in outcomes if o.truth is not Truth.YES]
    open_ones += [line.reason for line in card.assessment.cover if line.truth is not Truth.YES]
    keys = dict.fromkeys(k for reason in open_ones for b in reason.because for k in _unknown(b))
    return [
        attribute
        for key in keys
        if (attribute := card.policy.attributes.get(key)) is not None
        and attribute.type in ASKABLE
        and key not in FOUND_LATER
        and not is_known_elsewhere(card.policy, key)
    ]


def earlier_cases(because: Iterable[Because]) -> list[str]:
    """Return the numbers of the earlier cases in which something of a reason happened."""
    found: dict[str, None] = {}
    for one in because:
        found.update(dict.fromkeys(([one.case] if one.case else []) + earlier_cases(one.parts)))
    return list(found)


def _unknown(because: Because) -> Iterator[str]:
    """Yield the keys whose values are missing in a condition and in its parts."""
    if because.truth is Truth.UNKNOWN:
        yield from (key for key, value in because.values if value is None)
    for part in because.parts:
        yield from _unknown(part)


def component_choices(card: CaseCard, reader: Reader) -> list[tuple[str, str]]:
    """Return the components of a policy by name, and all of them together."""
    speaker = reader.speaker(card.policy)
    found = [(line.component, speaker.component(line.component)) for line in card.assessment.costs]
    return [(ALL, _("everything")), *found]
