"""What people whom we do not know have sent by the form for everyone; the workers read it."""

from __future__ import annotations

from datetime import timedelta

from kept.config.demo.world import World
from kept.records.mail.services import Asked, take_web_request

SENT = (
    (
        38,
        Asked(
            key="demo-1",
            subject="Flow meter shows nothing",
            text="The display of our flow meter went dark this morning, and the pump behind it "
            "runs dry. Serial number begins with EJ, the rest is scratched.",
            name="Tom Baker",
            email="t.baker@millbrook.example",
            phone="+44 20 7946 0112",
            company="Millbrook Water",
            machine="a flow meter, about six years old",
        ),
    ),
    (
        17,
        Asked(
            key="demo-2",
            subject="变送器读数跳动",
            text="三号罐的压力变送器读数一直跳动，重启后还是一样。请尽快联系我们。",
            name="林晓",
            phone="+86 138 0013 8000",
            company="东港化工",
            machine="压力变送器，铭牌看不清",
        ),
    ),
    (
        6,
        Asked(
            key="demo-3",
            subject="Which battery fits?",
            text="We have a portable gauge of yours and need a new battery. Which one is it?",
            name="Ana Ruiz",
            email="ana.ruiz@talleres-ruiz.example",
        ),
    ),
)


def ask(world: World) -> None:
    """Let three strangers ask."""
    for minutes_ago, asked in SENT:
        take_web_request(asked=asked, now=world.at - timedelta(minutes=minutes_ago))
