"""Work on many cases in processes of their own: shared, killed, gone on with."""

import shutil
import zoneinfo
from datetime import date, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from kept.records.cases.models import Case, Clock, Flip, Rebuild
from kept.records.cases.queries import rebuild_card
from kept.records.cases.services import Scope, ask_rebuild, differences, open_case
from kept.records.ledger.queries import verify_all
from kept.records.policies.services import choose_company_policy, publish_version
from kept.workers.zones import zone_data
from tests.desk import POLICY, SETUP, at
from tests.workers.conftest import until

HOUR = timedelta(hours=1)
NEWER = "2099z"


def log_many(desk, count):
    asked = timezone.now() - timedelta(minutes=30)
    for n in range(count):
        request = desk.request(requested_at=asked + timedelta(seconds=n))
        open_case(request=request, by=desk.hotline, now=asked + timedelta(minutes=5), key=str(n))


def spoil():
    Case.objects.update(level="9")
    Clock.objects.filter(key="answer").update(due_at=timezone.now() - HOUR)


def ask():
    return ask_rebuild(
        scope=Scope(), only_check=False, zones=zone_data(), by=SETUP, at=timezone.now()
    )


def wrong():
    keys = Case.objects.values_list("pk", flat=True)
    now = timezone.now()
    return [found for pk in keys for found in differences(case_id=pk, now=now)]


def is_waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_CR_02_a_rebuild_killed_half_way_goes_on_where_it_was(desk, crew):
    log_many(desk, 120)
    spoil()
    asked = ask()
    with transaction.atomic():
        # One clock of the second stretch is held, so that its cases are half written when the
        # hand is killed.
        held = Case.objects.order_by("pk")[70].pk
        Clock.objects.select_for_update().get(case_id=held, key="answer")
        hand = crew.start("kept.workers.hand")
        assert until(is_waiting_for_a_lock)
        hand.kill()
        hand.wait()
    assert rebuild_card(asked.pk).done == 50
    assert Case.objects.filter(level="9").count() == 70

    again = [crew.start("kept.workers.hand") for _ in range(2)]

    assert [process.wait(60) for process in again] == [0, 0]
    assert rebuild_card(asked.pk).done == 120
    assert wrong() == []
    moved = Flip.objects.filter(kind="moved", clock="answer")
    assert moved.count() == moved.values("case_id").distinct().count() == 120
    assert list(verify_all()) == []


def test_workers_do_what_waits(desk, crew):
    log_many(desk, 3)
    spoil()
    asked = ask()

    crew.start()

    assert until(lambda: rebuild_card(asked.pk).over)
    assert wrong() == []


def test_CK_08_workers_with_newer_zone_data_move_the_dues_of_what_is_open(desk, crew, tmp_path):
    """From 9 to 17 o'clock in Shanghai becomes another time, which never overlaps with it."""
    office = "  elapsed: {name: {en: office hours}, weekly: {mon-sun: ['09:00-17:00']}}"
    text = POLICY.replace("  elapsed: {name: {en: every hour counts}, always: yes}", office)
    version = publish_version(
        code="DESK", text=text, effective_on=date(2026, 1, 2), by=desk.manager, at=at("09:00")
    )
    choose_company_policy(
        version_id=version.pk, starts_on=date(2026, 1, 2), by=desk.manager, at=at("09:00")
    )
    log_many(desk, 3)
    before = set(Clock.objects.filter(key="repair").values_list("due_at", flat=True))

    crew.start(PYTHONTZPATH=str(newer_zones(tmp_path)))

    assert until(lambda: Rebuild.objects.filter(zones=NEWER, finished_at__isnull=False).exists())
    after = set(Clock.objects.filter(key="repair").values_list("due_at", flat=True))
    assert after != before
    assert Flip.objects.filter(kind="moved", clock="repair").count() == 3


def newer_zones(folder: Path) -> Path:
    """Return a folder of zone data in which it is in Shanghai as late as in New York."""
    zones = folder / "zones"
    for name in ("Asia/Shanghai", "Etc/UTC", "UTC"):
        (zones / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(zone_file("America/New_York" if "Asia" in name else name), zones / name)
    (zones / "tzdata.zi").write_text(f"# version {NEWER}\n")
    return zones


def zone_file(name: str) -> Path:
    import tzdata

    known = [Path(folder) / name for folder in zoneinfo.TZPATH]
    known.append(Path(tzdata.__file__).parent / "zoneinfo" / name)
    return next(path for path in known if path.is_file())
