"""What the parts of the policy language are called in forms, for people who have not learned it."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FORMS: Final[dict[str, tuple[Promise, Promise]]] = {
    "clock": (_("Clock"), _("Something is promised within a time.")),
    "term": (_("Term"), _("A period in which something holds, such as a warranty.")),
    "cover": (_("Cover"), _("What is covered and what is not.")),
    "cost": (_("Cost"), _("Who pays what, and at which price.")),
    "gate": (_("Gate"), _("A step that waits until something else is done.")),
    "remedy": (_("Remedy"), _("What can be chosen when something went wrong.")),
    "ladder": (_("Ladder"), _("One way of helping after the other.")),
    "counter": (_("Counter"), _("How often something happened, and how often is too often.")),
    "measure": (_("Measure"), _("A time, a meter or a number that is measured.")),
    "amount": (_("Amount"), _("A sum of money that is credited, paid or claimed.")),
    "schedule": (_("Schedule"), _("Work that comes round again: inspections, visits, tests.")),
    "duty": (_("Duty"), _("Something that is owed: a document, a notice, a training.")),
    "provision": (_("Provision"), _("What simply holds: what is allowed, who owns, who decides.")),
    "assignment": (_("Assignment"), _("Who does the work and what they need for it.")),
    "escalation": (_("Escalation"), _("Who is called in when a promise is in danger.")),
    "precedence": (_("Precedence"), _("What comes first: sources, rules or versions.")),
}

LABELS: Final[dict[str, Promise]] = {
    "actor": _("Who promises"),
    "assumed": _("Readings it rests on"),
    "at_least": _("At least"),
    "at_most": _("At most"),
    "before": _("So long before"),
    "blocks_closing": _("The case cannot be closed while it is owed"),
    "by": _("By whom"),
    "calendar": _("Calendar"),
    "cases": _("Cases"),
    "chooser": _("Who chooses"),
    "choose": _("What counts as the choice"),
    "claim": _("Claim"),
    "clock": _("Its clock"),
    "consecutive": _("What begins the count again"),
    "contents": _("What it has to say"),
    "copies": _("Copies to"),
    "counts": _("What is counted"),
    "decided_by": _("Who decides"),
    "decision": _("What counts as the decision"),
    "done": _("What does it"),
    "else": _("otherwise"),
    "each": _("Each time anew"),
    "end": _("Ends early with"),
    "event": _("Event"),
    "every": _("Every"),
    "evidence": _("What proves the start"),
    "exclude": _("What is taken out"),
    "exclusive": _("Nothing else beside it"),
    "excused_by": _("Excused by"),
    "extend": _("What makes it longer"),
    "fee": _("Fee"),
    "first_known": _("the first that is known"),
    "for": _("For how long"),
    "form_of_payment": _("How it is given"),
    "formula": _("How much"),
    "from": _("From"),
    "gives": _("What it gives"),
    "grace": _("Still in time until"),
    "guarantor": _("Who gives it"),
    "helpers": _("Who helps"),
    "increments": _("Begun units charged"),
    "informed": _("Who is told"),
    "intervals": _("Times that count"),
    "is": _("What holds"),
    "items": _("Parts and services"),
    "keep": _("How long it is kept"),
    "kept": _("What was chosen in good faith stays"),
    "kind": _("Kind"),
    "lapses": _("No longer owed after"),
    "lead": _("Who leads"),
    "length": _("How long"),
    "licence_valid": _("The licence must be valid"),
    "limit": _("Within"),
    "longest_of": _("the longest of these"),
    "may_close": _("Who may close"),
    "name": _("Name"),
    "needs": _("What it needs"),
    "not_before": _("Not before this clock"),
    "note": _("Note"),
    "of": _("Of"),
    "otherwise": _("otherwise"),
    "opens": _("Owed from"),
    "options": _("What can be chosen"),
    "outlives": _("Stays owed after closing"),
    "party": _("Who"),
    "pauses": _("When it stands still"),
    "pays": _("Who pays"),
    "per": _("Counted apart by"),
    "per_day": _("So much per day"),
    "phases": _("Rhythms one after the other"),
    "price": _("Price basis"),
    "raises": _("Levels it raises"),
    "ranks": _("Sources, the strongest first"),
    "reach": _("How often is too often"),
    "reading": _("Reading of a meter"),
    "repeat": _("Runs again"),
    "restart": _("Begins again"),
    "rules": _("Rules, the strongest first"),
    "same": _("Belong together by"),
    "same_as": _("The same person as in"),
    "see": _("Rests also on clauses"),
    "share": _("Shares in per cent"),
    "shortest_of": _("the shortest of these"),
    "signature": _("What counts as a signature"),
    "signed_by": _("Who signs"),
    "since": _("Since"),
    "solved": _("Solved by"),
    "source": _("Clauses"),
    "start": _("Starts with"),
    "step": _("The step that waits"),
    "steps": _("Steps"),
    "stop": _("Stops with"),
    "strength": _("How strong the promise is"),
    "through": _("Ways to send it"),
    "times": _("How often"),
    "to": _("To whom"),
    "transfer": _("When the owner changes"),
    "tried": _("What counts as tried"),
    "unit": _("Unit"),
    "until": _("Until"),
    "value": _("Worked out as"),
    "version_by": _("What decides the version"),
    "void": _("Ended for good by"),
    "waived_by": _("No longer owed after"),
    "warn": _("Warn at"),
    "what": _("What"),
    "when": _("Only if"),
    "window": _("Counted over"),
    "within": _("Within"),
    "without": _("While nobody has read it"),
}

_NUMBER = _("A number, a fact that holds one, or a calculation in braces.")
HELP: Final[dict[str, Promise]] = {
    "assumed": _("One on a line: the part, then the reading, such as calendar: R-1."),
    "duration": _("Such as 2 h, 3 working days, 12 months."),
    "event": _(
        "One event, or several in braces, such as {first_of: [visit.arrived, service.restored]}."
    ),
    "fee": _("A number, or one for each component, such as {travel: 100}."),
    "increments": _("Such as 15 min."),
    "keep": _("Such as 10 years, life, or unset."),
    "length": _("Such as 1 year, life, unset, or {from: contract.warranty}."),
    "limit": _(
        "Such as 2 h, next working day 12:00, unset, not offered; or a table with by and cells."
    ),
    "formula": _NUMBER,
    "reach": _NUMBER,
    "value": _NUMBER,
    "pays": _("One on a line, such as all: customer, or parts: provider."),
    "price": _("One on a line, such as parts: at_cost."),
    "raises": _("One on a line, such as level.fault: 1."),
    "ranks": _("One on a line, each after a dash."),
    "share": _("Such as parts: {customer: 25, provider: 75}."),
    "source": _("The numbers of the clauses that say so, with commas between them."),
    "times": _("Such as 2 per year, 2 .. 3 per month, or unset."),
    "warn": _("Such as 75%, -15 min, with commas between them."),
    "when": _("One condition on a line; all must hold. Such as emergency: yes."),
}

WORDS: Final[dict[str, Promise]] = {
    "aim": _("an aim (measured only)"),
    "after stop": _("after each stop, until it is over"),
    "allowed": _("allowed"),
    "compensation": _("compensation"),
    "count": _("how many"),
    "credit": _("credit"),
    "customer_duty": _("what the customer has to do"),
    "day": _("days"),
    "deduction": _("deduction"),
    "definition": _("how something is meant"),
    "discretion": _("somebody's discretion"),
    "document": _("document"),
    "each start": _("with each start"),
    "fee": _("fee"),
    "follow_up": _("follow-up"),
    "guarantee": _("a guarantee"),
    "holds": _("it is so"),
    "hour": _("hours"),
    "in": _("covered"),
    "loaner": _("loan equipment"),
    "longest": _("the longest"),
    "minute": _("minutes"),
    "month": _("a month"),
    "no": _("no"),
    "notice": _("notice"),
    "obligation": _("obligation"),
    "once": _("once"),
    "order": _("order"),
    "other": _("something else"),
    "out": _("not covered"),
    "ownership": _("who owns it"),
    "part": _("parts that may be used"),
    "penalty": _("penalty"),
    "quarter": _("a quarter"),
    "record": _("record"),
    "refund": _("refund"),
    "refused": _("refused"),
    "reimbursement": _("reimbursement"),
    "target": _("a target (reported, no right)"),
    "total": _("the total"),
    "training": _("training"),
    "uptime": _("uptime in per cent"),
    "with_approval": _("with approval"),
    "year": _("a year"),
    "yes": _("yes"),
}

_HELP_BY_OFFER: Final = {"events": "event", "clauses": "source"}


def label_of(key: str) -> str:
    """Return what a part is called."""
    return str(LABELS.get(key, key))


def help_of(key: str, offers: str, *, duration: bool) -> str:
    """Return how a part is written; nothing where that is plain."""
    found = HELP.get(key) or HELP.get(_HELP_BY_OFFER.get(offers, ""))
    if found is None and duration:
        found = HELP["duration"]
    return str(found or "")


def word_of(word: str) -> str:
    """Return what a word of the language is called."""
    return str(WORDS.get(word, word))


def form_name(form: str) -> str:
    """Return what a rule form is called."""
    return str(FORMS[form][0]) if form in FORMS else form
