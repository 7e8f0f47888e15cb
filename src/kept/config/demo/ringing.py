"""The calls of the day: answered, missed, called back, from numbers nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kept.config.demo.hiring import SETUP
from kept.config.demo.staff import HOTLINE, NANJING
from kept.config.demo.world import World
from kept.records.archive.models import ContactPhone
from kept.records.cases.models import Case
from kept.records.people.models import Office
from kept.records.telephone.events import Told
from kept.records.telephone.models import EventKind, Exchange
from kept.records.telephone.services import open_exchange, receive_event

OURS = "862505550100"
STRANGERS = ("8615400009999", "862505550909")  # the second begins like a customer's


@dataclass(frozen=True)
class Ring:
    """A call as it went: how long ago it began, and after how many seconds what happened."""

    minutes_ago: int
    number: str
    answered: int | None  # seconds after it began; None: nobody did
    over: int
    to_us: bool = True
    place: int = 0  # who of the hotline


def ring(world: World) -> None:
    """Let the telephones ring."""
    office = Office.objects.get(pk=world.offices[NANJING])
    exchange = open_exchange(name="Nanjing", office=office, by=SETUP, at=world.began).exchange
    for nth, one in enumerate(_rings(world)):
        _tell(world, exchange, f"demo-{nth}", one)


def _rings(world: World) -> list[Ring]:
    """Return the calls, the first one first."""
    known = [_number(world, place) for place in (2, 5, 7, 9)]
    return [
        Ring(196, known[0], 6, 240),
        Ring(171, STRANGERS[0], None, 38),
        Ring(140, known[1], 11, 95, place=1),
        Ring(92, known[2], None, 44),
        Ring(83, known[2], 9, 310, to_us=False, place=3),
        Ring(47, STRANGERS[1], 21, 130, place=2),
        Ring(12, known[3], None, 52),
        Ring(4, _with_a_case(world), 7, 150),
    ]


def _number(world: World, place: int) -> str:
    contact = world.customers[place].contacts[0]
    rows = ContactPhone.objects.filter(contact_id=contact).order_by("pk")
    return rows.values_list("number", flat=True)[0].removeprefix("+")


def _with_a_case(world: World) -> str:
    """Return the number of somebody with an open case, who may be calling about it."""
    asked = Case.objects.open().filter(
        contact__phones__isnull=False, requested_at__lt=world.at - timedelta(hours=1)
    )
    numbers = ContactPhone.objects.filter(contact=asked.order_by("pk")[0].contact).order_by("pk")
    return numbers.values_list("number", flat=True)[0].removeprefix("+")


def _tell(world: World, exchange: Exchange, call_id: str, one: Ring) -> None:
    began = world.at - timedelta(minutes=one.minutes_ago)
    who = HOTLINE[one.place].username
    ends = (one.number, OURS) if one.to_us else (OURS, one.number)
    told = [(EventKind.NEW, 0, "")]
    told += [(EventKind.ANSWER, one.answered, "")] if one.answered is not None else []
    told.append((EventKind.HANGUP, one.over, "normalClearing" if one.answered else "cancel"))
    for kind, seconds, cause in told:
        event = Told(
            kind=kind,
            call_id=call_id,
            direction="in" if one.to_us else "out",
            caller=ends[0],
            called=ends[1],
            users=(who,) if one.answered is not None and kind == EventKind.NEW else (),
            answering=who if kind == EventKind.ANSWER else "",
            cause=cause,
        )
        at = began + timedelta(seconds=seconds)
        receive_event(exchange=exchange, told=event, now=at)
