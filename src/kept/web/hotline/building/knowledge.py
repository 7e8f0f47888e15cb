"""What is known that may help in a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.knowledge import queries
from kept.records.knowledge.models import ArticleKind, CodeKind
from kept.records.knowledge.queries import (
    CaseCodes,
    CodeLine,
    Proposal,
    ReadyWords,
    Situation,
    VersionCard,
)
from kept.records.knowledge.speaking import spoken
from kept.records.knowledge.walking import FIXED, Place, walk
from kept.records.naming import name_in
from kept.records.people.models import Person
from kept.rules.policy.model import Policy
from kept.web.common import languages
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages

MOST_WHILE_LOGGING = 3
TOO_SHORT = 2  # letters of what is typed that say nothing yet


def build_help(
    card: CaseCard,
    family: str,
    *,
    viewer: Person,
    reader: Reader,
    ready: Iterable[ReadyWords],
    records: bool,
) -> pages.Help:
    """Return what may help in a case; with `records`, ways to say what came of it."""
    codes = queries.codes_of_case(card.pk, family=family)
    situation = Situation(
        words=f"{card.title}\n{card.description}",
        family=family,
        codes=tuple(line.code for line in codes.chosen.values()),
    )
    found = queries.proposals(situation, viewer=viewer, case_id=card.pk)
    return pages.Help(
        articles=[_proposed(one, card.number, reader, records=records) for one in found],
        ready=ready_lines(card, viewer, ready),
        codes=list(_codes(card.policy, codes, reader)) if records else (),
        code_url=reverse("hotline:case_code", args=[card.number]) if records else "",
        code_key=new_key(),
    )


def articles_for(
    words: str, family: str, *, viewer: Person, reader: Reader
) -> Sequence[pages.HelpArticle]:
    """Return the articles that fit a request as it is typed so far."""
    if len(words.strip()) < TOO_SHORT:
        return ()
    situation = Situation(words=words, family=family)
    found = queries.proposals(situation, viewer=viewer, most=MOST_WHILE_LOGGING)
    return [_article(one.version, reader) for one in found]


def _article(version: VersionCard, reader: Reader, **more: str) -> pages.HelpArticle:
    return pages.HelpArticle(
        title=reader.name(version.titles),
        url=reverse("knowledge:article", args=[version.key]),
        blocks=version.blocks(_code(reader)),
        **more,
    )


def _proposed(
    proposal: Proposal, number: str, reader: Reader, *, records: bool
) -> pages.HelpArticle:
    version = proposal.version
    args = [number, version.key]
    is_walked = records and version.kind == ArticleKind.STEPS
    return _article(
        version,
        reader,
        use_url=reverse("hotline:case_help", args=args) if records else "",
        walk_url=reverse("hotline:case_steps", args=args) if is_walked else "",
        outcome=str(proposal.outcome.label) if proposal.outcome else "",
    )


def _code(reader: Reader) -> str:
    """Return the language of a page as names are kept in."""
    return reader.language.lower()


def ready_lines(
    card: CaseCard, viewer: Person, ready: Iterable[ReadyWords]
) -> list[pages.ReadyLine]:
    """Return ready words, as near to the customer's language as there are, filled in."""
    return [_ready(words, card, viewer) for words in ready]


def _ready(words: ReadyWords, card: CaseCard, viewer: Person) -> pages.ReadyLine:
    """Return ready words with the names of things in the language of the words themselves."""
    said = spoken(words, card, by=viewer)
    return pages.ReadyLine(
        key=words.key,
        name=name_in(words.names, viewer.language),
        lang=languages.tag(said.language),
        text=said.text,
    )


def _codes(policy: Policy, codes: CaseCodes, reader: Reader) -> Iterator[pages.CodeField]:
    """Yield the codes of each kind; causes only as far as the policy has a word for them."""
    known = policy.attributes.get("cause")
    words = {choice.key for choice in known.choices} if known else set()
    offered = [
        line for line in codes.offered if line.kind != CodeKind.CAUSE or line.policy_cause in words
    ]
    for kind in CodeKind:
        options = [(one.code, _option(one, reader)) for one in offered if one.kind == kind]
        last = codes.chosen.get(kind)
        if options or last:
            yield pages.CodeField(
                kind=kind.value,
                label=str(kind.label),
                chosen=f"{last.code} {reader.name(last.names)}" if last else "",
                options=options,
            )


def _option(line: CodeLine, reader: Reader) -> str:
    return f"{'– ' * line.depth}{line.code} {reader.name(line.names)}"


def walked(card: CaseCard, version: VersionCard, said: str, reader: Reader) -> pages.WalkPage:
    """Return where a self-check stands after some answers."""
    place, questions = walk(version.paths, said), version.steps(_code(reader))
    url = reverse("hotline:case_steps", args=[card.number, version.key])
    so_far = said[: len(place.taken)]
    return pages.WalkPage(
        now=reader.now,
        case=pages.Link(
            label=f"{card.number} {card.title}", url=reverse("hotline:case", args=[card.number])
        ),
        title=reader.name(version.titles),
        step=place.step,
        question=questions[place.step - 1],
        yes_url=f"{url}?said={so_far}y",
        no_url=f"{url}?said={so_far}n",
        back_url=f"{url}?said={so_far[:-1]}" if so_far else "",
        taken=[(questions[step - 1], _("yes") if yes else _("no")) for step, yes in place.taken],
        said=so_far,
        key=new_key(),
        ended=_ended(place),
        helped=place.end == FIXED,
    )


def _ended(place: Place) -> str:
    if not place.end:
        return ""
    return _("It works again.") if place.end == FIXED else _("The self-check did not solve it.")
