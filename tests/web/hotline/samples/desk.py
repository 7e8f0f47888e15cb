"""What a test may change while a page is open."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import ClassVar

from kept.web.hotline import pages
from tests.web.hotline.samples.queues import queue, resting, rows


@dataclass
class Desk:
    """What the sample pages show now, and what was asked of them."""

    current: ClassVar[Desk]

    version: str = "1"
    queue_rows: list = field(default_factory=rows)
    title: str = "UPS on bypass, hall B unprotected"
    asked: list = field(default_factory=list)
    recorded: list = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def opened(cls):
        cls.current = cls()
        cls.current.may_answer.set()
        return cls.current

    def change(self, **changes):
        for name, value in changes.items():
            setattr(self, name, value)
        self.version = str(int(self.version) + 1)

    def say(self, number, summary):
        """Give one row other words."""
        changed = [
            replace(row, summary=summary) if row.number == number else row
            for row in self.queue_rows
        ]
        self.change(queue_rows=changed)

    def queue(self, current=""):
        groups = [
            pages.QueueGroup(rows=self.queue_rows),
            pages.QueueGroup(title="No clock running", rows=resting()),
        ]
        return queue(current=current, groups=groups, version=self.version)
