"""How many messages a second come in from a real mail server, each with attachments?

Starts Dovecot with so many messages of contacts, each with a photo and a document, and the workers.
Prints how fast they are kept and marked on the server, and how fast they become cases with their
files. The company is the small desk of the tests.

Run: python bench/mail.py [messages]      default: 600
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from _database import cpu_seconds, fresh_database

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

MESSAGES = int(sys.argv[1]) if len(sys.argv) > 1 else 600
CONTACTS = 40
AIM = 20.0
PATIENCE = 900.0


def main() -> int:
    from scripts import dovecot
    from tests import postbox

    with fresh_database(), tempfile.TemporaryDirectory(prefix="kept-mail-") as name:
        Path(name).chmod(0o711)
        folder = Path(name) / "box"
        folder.mkdir()
        write_to()
        with postbox.running(dovecot.find(), folder) as box:
            for place in range(MESSAGES):
                box.deliver(message(place), at=datetime.now(UTC))
            return int(measure(box) < AIM)


def write_to() -> None:
    """Make the desk, and contacts who write to it."""
    from kept.records.archive.services import ContactDetails, register_contact
    from tests.desk import open_desk

    desk = open_desk()
    for place in range(CONTACTS):
        details = ContactDetails(
            customer_id=desk.customer.pk, name=f"Contact {place}", emails=(sender(place),)
        )
        register_contact(details=details, by=desk.hotline, at=datetime.now(UTC))


def sender(place: int) -> str:
    return f"contact{place % CONTACTS}@heron.example"


def message(place: int) -> bytes:
    """Return a message with a photo of a telephone's size and a document."""
    told = EmailMessage()
    told["From"], told["To"] = sender(place), "service@kept.example"
    told["Subject"], told["Message-ID"] = f"Pump {place} stands still", f"<{place}@heron.example>"
    told.set_content("It stands still since this morning.\n" * 5)
    told.add_attachment(photo(place), maintype="image", subtype="jpeg", filename="pump.jpg")
    paper = b"%PDF-1.7\n" + secrets.token_bytes(60_000)
    told.add_attachment(paper, maintype="application", subtype="pdf", filename="log.pdf")
    return told.as_bytes()


def photo(place: int) -> bytes:
    """Return a picture that no other message has."""
    import io

    from PIL import Image

    picture = Image.effect_noise((640, 480), 40).convert("RGB")
    picture.putpixel((0, 0), (place % 256, place // 256, 0))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()


def measure(box: object) -> float:
    """Let the workers take all of it; return how many a second became cases."""
    environment = os.environ | {
        "KEPT_MAILBOXES": mailbox(box),
        "KEPT_LOG_LEVEL": "error",
        "KEPT_PROCESS": "workers",
    }
    begun = time.perf_counter()
    worker = subprocess.Popen([sys.executable, "-m", "kept.workers"], env=environment)
    first = taken = done = spent = 0.0
    while time.perf_counter() < begun + PATIENCE:
        letters, cases = counted()
        now = time.perf_counter()
        if letters and not first:  # what it takes to start is not theirs
            first, spent = now, cpu_seconds()
        taken = taken or (now if letters == MESSAGES else 0.0)
        if cases == MESSAGES:
            done = now
            break
        time.sleep(0.05)
    spent = cpu_seconds() - spent
    worker.send_signal(signal.SIGTERM)
    worker.wait(60)
    if not done:
        sys.exit(f"Only {counted()} of {MESSAGES} letters were taken and became cases.")
    load = os.getloadavg()[0]
    rate = MESSAGES / (done - first)
    print(
        f"{MESSAGES} messages with 2 attachments each\n"
        f"kept and marked on the server  {MESSAGES / (taken - first):7.1f} a second\n"
        f"a case with its files          {rate:7.1f} a second   aim >= {AIM:.0f}\n"
        f"CPU {spent / MESSAGES * 1000:.0f} ms a message   load {load:.1f}",
        flush=True,
    )
    return rate


def mailbox(box: object) -> str:
    from tests import postbox

    port = getattr(box, "plain")  # noqa: B009 - a postbox, known when it runs
    who = f"{postbox.USER}:{postbox.PASSWORD}@localhost:{port}"
    return f"imap://{who}/INBOX?address=service%40kept.example"


def counted() -> tuple[int, int]:
    """Return how many letters there are, and how many became cases."""
    from kept.records.mail.models import Letter

    return Letter.objects.count(), Letter.objects.filter(outcome="opened").count()


if __name__ == "__main__":
    sys.exit(main())
