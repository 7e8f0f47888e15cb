"""Looking at what came from outside for malware, and withholding what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from kept.records.cases.services import touch_case
from kept.records.files.models import Attachment, StoredFile
from kept.records.files.services import Damaged, read_bytes
from kept.records.ledger.actor import System
from kept.records.ledger.services import Line, write_many
from kept.records.mail.models import Letter
from kept.records.notices.services import Announcement, announce
from kept.records.people.models import Person, Role
from kept.records.scanning.clamd import Clamd, ScannerTrouble

SCANNER = System("scanner")
RETRY = timedelta(minutes=1)  # also how long whoever scans a file may take
# The latest first: somebody waits for it. What gave trouble comes after what was not tried.
CLAIM = """
    UPDATE files_storedfile SET scan_at = %(retry)s
    WHERE id = (
        SELECT id FROM files_storedfile WHERE scan_at <= %(now)s
        ORDER BY scan_problem <> '', id DESC LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, sha256
"""


@dataclass(frozen=True)
class Scanned:
    """One file was looked at; the signature of what was found, and why nothing is known yet."""

    signature: str = ""
    problem: str = ""


def scan_next(*, scanner: Clamd, now: datetime) -> Scanned | None:
    """Scan the file whose turn it is, and let it go or withhold it for good. None: none waits.

    Whatever goes wrong, the file stays withheld and is tried again a minute later. What was found
    is in the ledger of every case and letter that has the file, and the administrators are told.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "retry": now + RETRY})
        row = cursor.fetchone()
    if row is None:
        return None
    file_id, sha256 = row
    try:
        signature = scanner.signature_in(read_bytes(sha256))
    except (ScannerTrouble, Damaged) as trouble:
        problem = " ".join(str(trouble).split())[:200]
        StoredFile.objects.filter(pk=file_id, scan_at__isnull=False).update(scan_problem=problem)
        return Scanned(problem=problem)
    _settle(file_id, signature, now)
    return Scanned(signature)


@transaction.atomic
def _settle(file_id: int, signature: str, now: datetime) -> None:
    # First the cases, then the file: so does whoever attaches one.
    attached = list(Attachment.objects.filter(file=file_id).order_by("case_id", "pk"))
    streams = {pk: touch_case(case_id=pk).stream for pk in {row.case_id: 0 for row in attached}}
    file = StoredFile.objects.select_for_update(no_key=True).get(pk=file_id)
    if file.scan_at is None:
        return  # whoever scanned it at the same time was faster
    file.scan_at, file.scanned_at = None, now
    file.scan_problem, file.signature = "", signature
    file.save(update_fields=["scan_at", "scanned_at", "scan_problem", "signature"])
    if not signature:
        return
    lines = [
        _line(streams[row.case_id], file, now, attachment=row.pk, name=row.name) for row in attached
    ]
    lines += [_line(letter.stream, file, now) for letter in Letter.objects.filter(raw=file)]
    write_many(lines)
    _tell(file, [row.name for row in attached], now)


def _line(stream: str, file: StoredFile, now: datetime, **said: object) -> Line:
    data = {**said, "sha256": file.sha256, "signature": file.signature}
    return Line(stream=stream, verb="file.infected", by=SCANNER, at=now, data=data)


def _tell(file: StoredFile, names: list[str], now: datetime) -> None:
    announce(
        Announcement(
            kind="file_infected",
            dedup=f"file/{file.pk}/infected",
            happened_at=now,
            data={"signature": file.signature, "name": names[0] if names else file.sha256[:12]},
        ),
        receivers=Person.objects.active().with_role(Role.ADMINISTRATOR),
        by_mail=True,
        now=now,
    )
