"""All that may have happened, grouped and findable: first what the policy waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.archive.search.folding import compact, fold
from kept.records.cases.queries import CaseCard, open_clocks
from kept.records.cases.services.facts import OWN_SERVICE
from kept.records.naming import first_letters, pinyin_key
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import capital
from kept.web.hotline import pages
from kept.web.hotline.building.awaited import RECORDABLE, awaited_kinds
from kept.web.hotline.building.next_facts import is_waiting, label, stops_of

# By what stands before the dot of a kind; whatever else a policy names stands among the last.
WORK: Final = (
    *("visit", "remote", "support", "engineer", "repair", "service", "work", "cause", "solution"),
)
TALK: Final = ("contact", "call", "response", "answer", "reply", "customer", "request", "notice")
GOODS: Final = ("spare", "goods", "part", "substitute", "rma", "unit", "order", "product")
MONEY: Final = ("quote", "payment", "claim", "remedy", "approval", "exception", "provider")
PAPERS: Final = ("report", "document", "record", "training", "follow_up", "explanation", "feedback")
EQUIPMENT: Final = ("stop", "interruption", "fault", "maintenance", "inspection", "reading")
CASE: Final = ("case", "waiting", "note", "escalation", "number", "owner")


def titles() -> list[tuple[str, tuple[str, ...]]]:
    """Return the groups with the beginnings of their kinds."""
    return [
        (_("The work"), WORK),
        (_("Talking with the customer"), TALK),
        (_("Parts and goods"), GOODS),
        (_("Quotes, payment, rights"), MONEY),
        (_("Reports and documents"), PAPERS),
        (_("The equipment"), EQUIPMENT),
        (_("This case"), CASE),
    ]


def kind_groups(card: CaseCard, reader: Reader, typed: str = "") -> list[pages.KindGroup]:
    """Return the kinds of facts that can be recorded now; with something typed, those it finds."""
    speaker = reader.speaker(card.policy)
    kinds = [kind for kind in card.policy.events if kind not in OWN_SERVICE]
    kinds += sorted(set(RECORDABLE) - impossible_now(card))
    waits = dict(_waited_for(card, speaker))
    found = [
        (_("The policy waits for"), _kinds([k for k in waits if k in kinds], waits, card, speaker))
    ]
    left = [kind for kind in kinds if kind not in waits]
    left.sort(key=lambda kind: label(kind, speaker).casefold())
    for title, beginnings in titles():
        mine = [kind for kind in left if kind.partition(".")[0] in beginnings]
        left = [kind for kind in left if kind not in mine]
        found.append((title, _kinds(mine, waits, card, speaker)))
    found.append((_("Everything else"), _kinds(left, waits, card, speaker)))
    groups = [
        pages.KindGroup(title=title, kinds=[one for one in some if fits(one.words, typed)])
        for title, some in found
    ]
    return [group for group in groups if group.kinds]


def impossible_now(card: CaseCard) -> set[str]:
    """Return what cannot happen next: what ends without having begun, and the reverse."""
    is_closed = card.state == "closed"
    return {
        "case.closed" if is_closed else "case.reopened",
        "waiting.began" if is_waiting(card) else "waiting.ended",
    }


def fits(words: str, typed: str) -> bool:
    """Say whether all that was typed is found in the words, in any order."""
    return all(token in words for token in map(compact, fold(typed).split()))


def _waited_for(card: CaseCard, speaker: PageSpeaker) -> Iterator[tuple[str, str]]:
    """Yield what the rules wait for now, and the promise that it would stop, the next due first."""
    for line in open_clocks(card):
        for kind in stops_of(line, card):
            yield kind, _("stops “{promise}”").format(promise=speaker.text(line.name))
    for kind in awaited_kinds(card):
        yield kind, ""


def _kinds(
    kinds: Sequence[str], waits: dict[str, str], card: CaseCard, speaker: PageSpeaker
) -> list[pages.Kind]:
    url = reverse("hotline:fact_new", args=[card.number])
    return [
        pages.Kind(
            label=capital(label(kind, speaker)),
            url=f"{url}?kind={kind}",
            note=waits.get(kind, ""),
            words=_words(kind, label(kind, speaker), card),
        )
        for kind in kinds
    ]


def _words(kind: str, said: str, card: CaseCard) -> str:
    """Return what finds a kind: its names, their pinyin and initials, its key."""
    names = [said, *card.policy.events[kind].name.values()]
    sounds = [pinyin_key(name) for name in dict.fromkeys(names)]
    letters = [first_letters(sound) for sound in sounds]
    plain = ("".join(name.casefold().split()) for name in names)  # as typed in traditional script
    folded = (compact(text) for text in (*names, *sounds, *letters, kind))
    return " ".join(dict.fromkeys((*folded, *plain)))
