"""Does a message get lost or doubled while the workers are killed 200 times?

Messages arrive at a real mail server all the while; the workers are killed with SIGKILL at any
point: after a fetch, before a commit, between commit and mark, in the middle of a file. At the end
each message must be one letter and one case (or one letter that waits for a person, if it was being
read by three that were killed), with its files whole.

Run: python bench/mail_kills.py [kills]      default: 200, which takes about ten minutes
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from _database import fresh_database
from mail import mailbox, message, write_to

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
LONGEST_LIFE = 1.5  # seconds that the workers live after they have done something, at least
PATIENCE = 300.0


def main() -> int:
    from scripts import dovecot
    from tests import postbox

    dice = random.Random(2026)
    with fresh_database(), tempfile.TemporaryDirectory(prefix="kept-mail-") as name:
        Path(name).chmod(0o711)
        folder = Path(name) / "box"
        folder.mkdir()
        write_to()
        with postbox.running(dovecot.find(), folder) as box:
            environment = os.environ | {
                "KEPT_MAILBOXES": mailbox(box),
                "KEPT_LOG_LEVEL": "error",
                "KEPT_PROCESS": "workers",
            }
            sent = 0
            for kill in range(KILLS):
                for _ in range(2):
                    box.deliver(message(sent), at=datetime.now(UTC))
                    sent += 1
                live_and_die(environment, dice)
                if kill % 20 == 19:
                    print(f"{kill + 1} kills, {told()}", flush=True)
            return judge(environment, sent, box.seen)


def live_and_die(environment: dict[str, str], dice: random.Random) -> None:
    """Let the workers do something, and kill them at any point of it."""
    free()
    before = progress()
    worker = subprocess.Popen([sys.executable, "-m", "kept.workers"], env=environment)
    begun = time.monotonic()
    while progress() == before and time.monotonic() < begun + 30:
        time.sleep(0.01)
    # On a busy machine all takes longer, so they live longer: else none would come to reading.
    time.sleep(dice.random() * max(LONGEST_LIFE, time.monotonic() - begun))
    worker.kill()
    worker.wait()


def judge(environment: dict[str, str], sent: int, seen: object) -> int:
    """Let workers that nobody kills do the rest; return 0 if nothing was lost or doubled."""
    from kept.records.cases.models import Case
    from kept.records.files.models import Attachment
    from kept.records.files.services import read_bytes
    from kept.records.mail.models import Letter

    free()
    worker = subprocess.Popen([sys.executable, "-m", "kept.workers"], env=environment)
    until = time.monotonic() + PATIENCE
    while (Letter.objects.count() < sent or unread()) and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(3)
    worker.terminate()
    worker.wait(60)
    letters = Letter.objects.count()
    outcomes = Counter(Letter.objects.values_list("outcome", flat=True))
    cases, files = Case.objects.count(), Attachment.objects.select_related("file")
    for one in files:
        read_bytes(one.file.sha256)  # raises if a byte is missing
    marked = seen() if callable(seen) else 0
    print(
        f"{KILLS} kills, {sent} messages: {letters} letters {dict(outcomes)}, {cases} cases, "
        f"{len(files)} files whole, {marked} marked as read on the server"
    )
    waiting = outcomes["waiting"]
    whole = len(files) == 3 * cases  # the mail itself, its photo, its document
    return int(not (letters == sent == cases + waiting == marked and whole))


def free() -> None:
    """Give back the lease of who was killed, as happens by itself after two minutes."""
    from kept.records.mail.models import Mailbox

    Mailbox.objects.update(leased_to="", leased_until=None)


def progress() -> int:
    from kept.records.cases.models import Case
    from kept.records.mail.models import Letter

    return Letter.objects.count() + Case.objects.count()


def unread() -> int:
    from kept.records.mail.models import Letter

    return Letter.objects.filter(outcome="taken").count()


def told() -> str:
    from kept.records.mail.models import Letter

    return str(dict(Counter(Letter.objects.values_list("outcome", flat=True))))


if __name__ == "__main__":
    sys.exit(main())
