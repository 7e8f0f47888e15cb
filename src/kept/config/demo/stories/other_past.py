"""Closed cases that are no plain repairs: planned work, installation, goods sent to us."""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.config.demo.stories.asking import asked, entered_after, fault_told, logged
from kept.config.demo.stories.past import contact
from kept.config.demo.stories.teller import Moments, Teller, minutes
from kept.config.demo.words import requests as words
from kept.config.demo.words.fault import Fault, Phrase


def appointment(teller: Teller, case_type: str, said: Phrase, requested_at: datetime) -> Moments:
    """Tell work on site at a time that was agreed."""
    dice = teller.dice
    request = asked(teller, case_type, requested_at, said)
    request = logged(teller, request, severe=False, visit=True)
    yield from teller.log(request, entered=entered_after(request, dice))
    yield from contact(teller, late=False)
    at = teller.last + minutes(dice, 20, 200)
    day = (requested_at + timedelta(days=dice.randint(2, 5))).replace(minute=0, second=0)
    agreed = max(day, at + timedelta(hours=4))
    yield from teller.fact("visit.agreed", at, agreed_at=agreed)
    yield from teller.send(agreed - minutes(dice, 60, 200), text=words.SENT)
    late = minutes(dice, 4, 25) if dice.random() < 0.2 else -minutes(dice, 3, 25)
    yield from teller.fact("visit.arrived", agreed + late)
    yield from teller.fact("visit.ended", teller.last + minutes(dice, 120, 400))
    yield from teller.fact("report.signed", teller.last + minutes(dice, 3, 15))
    yield from teller.close(teller.last + minutes(dice, 30, 500), words.CLOSED)


def returned(teller: Teller, fault: Fault, requested_at: datetime, *, late: bool) -> Moments:
    """Tell a repair for which the customer sends the goods to us."""
    dice = teller.dice
    request = asked(teller, "fault", requested_at, fault_told(fault))
    request = logged(teller, request, severe=False, visit=False)
    yield from teller.log(request, entered=entered_after(request, dice))
    yield from contact(teller, late=False)
    yield from teller.fact(
        "remote.attempted", teller.last + minutes(dice, 10, 60), text=words.TO_US, result="worked"
    )
    arrived = teller.last + timedelta(days=dice.randint(1, 3), hours=2)
    yield from teller.fact("goods.received_for_repair", arrived)
    cause = {choice.key for choice in teller.policy.attributes["cause"].choices} & {fault.cause}
    found = teller.last + timedelta(hours=dice.randint(5, 40))
    yield from teller.fact(
        "cause.found", found, text=fault.found, cause=cause.pop() if cause else "other"
    )
    yield from teller.fact("repair.finished", teller.last + minutes(dice, 100, 900))
    yield from teller.fact("payment.received", teller.last + minutes(dice, 300, 1500))
    share = dice.uniform(1.05, 1.2) if late else dice.uniform(0.6, 0.9)
    due = teller.due("goods.returned_shipped", share, timedelta(hours=20))
    shipped = max(due, teller.last + timedelta(hours=1))
    yield from teller.fact("goods.returned_shipped", shipped)
    yield from teller.fact("service.restored", shipped + timedelta(days=2), text=fault.fixed)
    yield from teller.close(teller.last + minutes(dice, 30, 500), words.CLOSED)


def swap(teller: Teller, fault: Fault, requested_at: datetime) -> Moments:
    """Tell a fault that a spare on site ends."""
    dice = teller.dice
    request = asked(teller, "fault", requested_at, fault_told(fault))
    request = logged(teller, request, severe=True, visit=True)
    yield from teller.log(request, entered=entered_after(request, dice))
    yield from contact(teller, late=False)
    needed = teller.last + minutes(dice, 5, 20)
    yield from teller.fact(
        "repair.judged", needed, quickly_repairable=False, reason=words.NOT_QUICKLY
    )
    yield from teller.fact("spare.needed", needed, service_down=True)
    yield from teller.send(teller.last + minutes(dice, 5, 15), text=words.SENT)
    due = teller.due("spare.received", dice.uniform(0.5, 1.15), minutes(dice, 60, 180))
    yield from teller.fact("spare.received", max(due, teller.last + minutes(dice, 10, 20)))
    yield from teller.fact("visit.arrived", teller.last + minutes(dice, 1, 5))
    yield from teller.fact(
        "service.restored", teller.last + minutes(dice, 20, 90), text=fault.fixed
    )
    yield from teller.fact("report.signed", teller.last + minutes(dice, 5, 20))
    yield from teller.close(teller.last + minutes(dice, 30, 300), words.CLOSED)
