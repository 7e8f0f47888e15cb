"""How a request came: by whom, on which way, at what hour, and what was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from kept.config.demo.stories.promised import at_once, intake
from kept.config.demo.stories.teller import DESK, Teller, minutes
from kept.config.demo.words.fault import Fault, Phrase
from kept.config.demo.world import HOME
from kept.records.cases.asking import LogRequest, NewFact
from kept.rules.facts import Value

CHANNELS = (*["telephone"] * 14, *["email"] * 3, "in_person", "mail")
HELP = "support.started"
STRANGER = Phrase("门卫值班室", "Gatehouse")


def daytime(dice: Random, at: datetime, days: tuple[float, float]) -> datetime:
    """Return a moment so many days before `at`: mostly by day, sometimes in the night."""
    day = (at - timedelta(days=dice.uniform(*days))).astimezone(HOME).date()
    hour = dice.randint(8, 17) if dice.random() < 0.8 else dice.randint(0, 23)
    clock = time(hour, dice.randint(0, 59), dice.randint(0, 59))
    return datetime.combine(day, clock, HOME).astimezone(UTC)


def asked(teller: Teller, case_type: str, requested_at: datetime, said: Phrase) -> LogRequest:
    """Return a request of this type without answers."""
    dice, piece = teller.dice, teller.piece
    channels = [one for one in CHANNELS if one in teller.policy.channels]
    known = dice.random() < 0.93
    contact = dice.choice(piece.customer.contacts)
    return LogRequest(
        customer_id=piece.customer.pk,
        equipment_id=piece.pk,
        contact_id=contact if known else None,
        caller="" if known else STRANGER.by(teller.operator.language),
        channel=dice.choice(channels),
        case_type=case_type,
        requested_at=requested_at,
        description=said.by(teller.operator.language),
        source=DESK,
    )


def fault_told(fault: Fault) -> Phrase:
    """Return what is written down of a fault: its title, then what the caller said."""
    return Phrase(f"{fault.title.zh}\n{fault.told.zh}", f"{fault.title.en}\n{fault.told.en}")


def answers(teller: Teller, request: LogRequest, *, severe: bool, visit: bool) -> dict[str, Value]:
    """Return the answers to the policy's questions, and whether the call was taken at once."""
    found = intake(teller.policy, severe=severe, visit=visit)
    if request.channel in ("telephone", "in_person") and teller.dice.random() < 0.88:
        found["answered_live"] = True
    return found


def logged(teller: Teller, request: LogRequest, *, severe: bool, visit: bool) -> LogRequest:
    """Return the request with its answers, and with the help that was given during the call."""
    told = answers(teller, request, severe=severe, visit=visit)
    helped = told.get("emergency") is True and request.channel == "telephone"
    if not helped or not at_once(teller.policy, HELP) or teller.dice.random() < 0.15:
        return replace(request, answers=told)
    at = request.requested_at + timedelta(seconds=teller.dice.randint(15, 50))
    return replace(request, answers=told, also=(NewFact(kind=HELP, at=at, source=DESK),))


def entered_after(request: LogRequest, dice: Random) -> datetime:
    """Return when a request is written down: at once on the telephone, letters lie a while."""
    wait = (0.7, 4.5) if request.channel in ("telephone", "in_person") else (6, 50)
    return request.requested_at + minutes(dice, *wait)
