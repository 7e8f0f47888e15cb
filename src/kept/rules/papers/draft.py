"""A policy text from a paper: every passage a clause, accepted proposals as rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kept.rules.facts.values import Texts
from kept.rules.papers.defining import definitions
from kept.rules.papers.fragment import scalar, written
from kept.rules.papers.passage import Passage, Proposal
from kept.rules.papers.propose import propose
from kept.rules.policy.forms import PENDING_FORMS

_SLUG = re.compile(r"[^a-z0-9]+")
_PLACED: Final = ("level", "channel", "case_type")  # entries of sections of their own
_WARRANTY: Final = "Warranty"


@dataclass(slots=True)
class _Draft:
    """The sections as they are filled."""

    clauses: list[str] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)
    needs: list[tuple[str, str]] = field(
        default_factory=list
    )  # what is needed, and by which clause
    named: Counter[str] = field(default_factory=Counter)  # how many more rules have a name


def draft(
    passages: Sequence[Passage],
    accepted: Iterable[Proposal],
    *,
    policy: str = "DRAFT",
    title: Texts | None = None,
    zone: str = "Asia/Shanghai",
    paper: str = "",
) -> str:
    """Return a policy text that loads. It holds nothing but what was accepted, and every clause."""
    chosen: dict[str, list[Proposal]] = {}
    for proposal in accepted:
        chosen.setdefault(proposal.passage, []).append(proposal)
    made = _Draft()
    for passage in passages:
        _write(made, passage, chosen.get(passage.id, []))
    head = {
        "policy": policy,
        "language": "1",
        "title": title or {"en": "Draft from a paper", "zh-Hans": "由文件生成的草案"},
        "zone": zone,
        **({"paper": paper} if paper else {}),
    }
    free = "free" in made.rules
    sections = [
        written(head),
        *definitions(made.needs, zone=zone),
        "clauses:",
        *(made.clauses or ["  {}"]),
    ]
    if not made.clauses:
        sections[-2:] = ["clauses: {}"]
    if not free and any(need == "term:free" for need, _ in made.needs):
        made.rules["free"] = _FREE
    rules = [f"  {key}:\n{_indented(text)}" for key, text in made.rules.items()]
    return "\n".join([*sections, "rules:" if rules else "rules: {}", *rules]) + "\n"


_FREE: Final = """\
form: term
name: {en: Warranty, zh-Hans: 保修期}
start: equipment.accepted
length: {first_known: [{from: contract.warranty}, unset]}"""


def _write(made: _Draft, passage: Passage, accepted: list[Proposal]) -> None:
    """Add a clause for the passage, and one more for each further rule that rests on it."""
    if not accepted:
        made.clauses.append(_clause(passage.id, passage, _waiting(propose(passage))))
        return
    for place, proposal in enumerate(accepted, start=1):
        clause = passage.id if place == 1 else f"{passage.id}-{place}"
        made.clauses.append(_clause(clause, passage, _state(made, proposal, clause)))


def _state(made: _Draft, proposal: Proposal, clause: str) -> dict[str, str]:
    """Place an accepted proposal; returns how its clause stands."""
    if proposal.rule:
        key = _key(made, proposal)
        made.rules[key] = _resourced(proposal, clause)
    elif proposal.form not in _PLACED or not proposal.needs:
        return _waiting([proposal])
    made.needs += [(need, clause) for need in proposal.needs]
    return {}


def _waiting(proposals: Sequence[Proposal]) -> dict[str, str]:
    """Return how a clause stands whose rule nobody has accepted or can be written yet."""
    surest = max(proposals, key=lambda one: one.sure)
    for word in (surest.kind, surest.form):
        if word in PENDING_FORMS:
            missing = surest.form == "schedule" and not surest.sure >= 0.8
            return {"unset" if missing else "pending": word}
    return {"statement": "yes"} if surest.form == "statement" else {"pending": "obligation"}


def _clause(name: str, passage: Passage, state: dict[str, str]) -> str:
    texts = {tag: text[:_LONGEST] for tag, text in passage.texts.items()}
    return f"  {scalar(name)}:\n{written({'line': str(passage.line), **texts, **state}, 4)}"


_LONGEST: Final = 8_000


def _key(made: _Draft, proposal: Proposal) -> str:
    """Return an id for a rule that no other rule has; the warranty is always `free`."""
    name = proposal.name.get("en", proposal.form)
    slug = _SLUG.sub("_", name.lower()).strip("_") or proposal.form
    if proposal.form == "term" and name == _WARRANTY:
        slug = "free"
    key = slug
    while key in made.rules:
        made.named[slug] += 1
        key = f"{slug}_{made.named[slug] + 1}"
    return key


def _resourced(proposal: Proposal, clause: str) -> str:
    """Return the rule with `clause` as the source of each of its parts."""
    if clause == proposal.passage:
        return proposal.rule
    old, new = f"source: {scalar(proposal.passage)}", f"source: {scalar(clause)}"
    return re.sub(rf"{re.escape(old)}(?=[,}}\n]|$)", new, proposal.rule, count=1)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))
