"""What somebody wants to send back becomes a return as soon as it is known which case it is."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from kept.records.mail.models import WEB, Letter, WebRequest
from kept.records.refusal import Refused
from kept.records.returns.services import NewLine, NewRma
from kept.records.transit.services import Reply, ask_from_outside

SOURCE = "web:request"


def ask_for_goods(letter: Letter, case_id: int, *, now: datetime) -> None:
    """Ask for the return that a web request names, if it does; one of us approves it or not.

    Where the case has one under way already, or it cannot be, the letter says all of it.
    """
    if letter.mailbox.name != WEB:
        return
    web = WebRequest.objects.filter(letter=letter).first()
    if web is None or web.goods is None:
        return
    goods = web.goods
    line = NewLine(name=goods["name"], quantity=goods["pieces"], serial_number=goods["serial"])
    asked = NewRma(case_id=case_id, lines=(line,), text=goods["reason"], source=SOURCE)
    reply = Reply(
        name=letter.sender_name,
        address=letter.sender,
        language=goods["language"],
        through=through(web),
    )
    with suppress(Refused):
        key = f"letter-{letter.pk}"
        ask_from_outside(asked=asked, reply=reply, freight_told=False, now=now, key=key)


def through(web: WebRequest) -> str:
    """Return by what a return is known that was asked for with a web request, or on its page."""
    return f"web request {web.pk}"
