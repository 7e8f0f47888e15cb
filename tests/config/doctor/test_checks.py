"""Each check, on a patient that is well and on one that is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from kept.config.doctor import database, files, machine, messages, papers, people, proof, web, work
from kept.config.doctor.examination import CHECKS, REST_ON_DATABASE, examine
from kept.config.doctor.finding import Finding, Patient, Verdict
from kept.config.environment import BadSetting
from kept.config.mailboxes import mailboxes
from kept.config.places import Places
from kept.config.scanner import scanner
from kept.records.cases.services import follow_zones, rebuild_some
from kept.records.files.models import StoredFile
from kept.records.ledger import anchors
from kept.records.ledger.actor import System
from kept.records.ledger.anchors import Anchor, Stand
from kept.records.ledger.chain import GENESIS
from kept.records.ledger.services import keep_anchor, write
from kept.records.mail.models import Mailbox
from kept.records.notices.models import Heartbeat
from kept.records.people.models import Role
from kept.records.people.services import PersonDetails, create_person
from kept.records.policies.second_reader import SecondReader
from kept.records.roster.services import Planned, plan_shift
from kept.records.scanning.clamd import Clamd
from kept.workers.zones import zone_data
from tests import clamd
from tests.desk import open_desk
from tests.records.policies.stand_in import proposes, stand_in

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def patient(tmp_path) -> Patient:
    return Patient(Places(tmp_path), is_embedded=True, is_running=True, now=NOW)


def beat(*, ago: float, part: str = "sweeper", problem: str = "") -> Heartbeat:
    at = NOW - timedelta(seconds=ago)
    return Heartbeat.objects.create(
        worker="desk:1", part=part, started_at=at, beat_at=at, every_seconds=5, problem=problem
    )


class TestMachine:
    def test_a_folder_of_our_own_is_good(self, patient):
        assert machine.data_folder(patient).verdict is Verdict.GOOD

    def test_a_folder_that_is_missing_is_bad(self, tmp_path):
        missing = Patient(Places(tmp_path / "no"), is_embedded=True, is_running=False, now=NOW)

        assert machine.data_folder(missing).verdict is Verdict.BAD
        assert machine.processes(missing).do == "Start it: kept run."

    def test_a_key_that_others_can_read_is_bad(self, patient):
        patient.places.secret_key.touch(mode=0o644)

        assert "chmod 600" in machine.data_folder(patient).do

    @pytest.mark.parametrize(
        ("total", "free", "verdict"),
        [
            (10**12, 5 * 10**11, Verdict.GOOD),
            (10**12, 10**11, Verdict.WARNING),  # RF-02: alarm at 80 %
            (10**12, 10**8, Verdict.BAD),
        ],
    )
    def test_RF_02_a_disk_gives_the_alarm_before_it_is_full(
        self, patient, monkeypatch, total, free, verdict
    ):
        usage = type("Usage", (), {"total": total, "free": free, "used": total - free})
        monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder: usage)

        assert machine.disk(patient).verdict is verdict


class TestWeb:
    def test_passwords_in_clear_over_a_network_are_a_warning(self, patient, settings):
        settings.SITE_URL = "http://service.example.com"
        assert web.address(patient).verdict is Verdict.WARNING

        settings.SITE_URL = "https://service.example.com"
        assert web.address(patient).verdict is Verdict.GOOD

    def test_a_server_that_does_not_answer_is_bad(self, patient, settings):
        settings.SITE_URL = "http://127.0.0.1:1"

        assert web.answers(patient).verdict is Verdict.BAD


@pytest.mark.django_db
class TestDatabase:
    def test_a_database_that_is_well_is_good_throughout(self, patient):
        for check in (database.reachable, database.version, database.connections):
            assert check(patient).verdict is Verdict.GOOD
        assert database.migrations(patient).verdict is Verdict.GOOD
        assert database.clock(patient).verdict is Verdict.GOOD

    def test_a_database_that_may_lose_what_it_confirmed_is_bad(self, patient):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")

        finding = database.safety(patient)

        assert finding.verdict is Verdict.BAD
        assert "synchronous_commit" in finding.found

    def test_a_migration_that_waits_is_bad(self, patient):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'notices'")

        finding = database.migrations(patient)

        assert finding.verdict is Verdict.BAD
        assert "notices" in finding.found


@pytest.mark.django_db
class TestWork:
    def test_CR_07_no_sign_of_life_is_bad(self, patient):
        assert work.heartbeat(patient).verdict is Verdict.BAD

    def test_a_fresh_heartbeat_is_good(self, patient):
        beat(ago=5)

        assert work.heartbeat(patient).verdict is Verdict.GOOD

    def test_CR_07_a_heartbeat_that_stopped_is_bad(self, patient):
        beat(ago=5, part="outbox")
        beat(ago=60, part="sweeper")

        finding = work.heartbeat(patient)

        assert finding.verdict is Verdict.BAD
        assert finding.found == "Silent: sweeper."

    def test_a_worker_that_was_replaced_long_ago_is_forgotten(self, patient):
        beat(ago=5)
        beat(ago=90_000, part="older part")

        assert work.heartbeat(patient).verdict is Verdict.GOOD

    def test_a_worker_in_trouble_says_so(self, patient):
        beat(ago=5, problem="mail server refuses")

        finding = work.heartbeat(patient)

        assert (finding.verdict, finding.found) == (
            Verdict.WARNING,
            "sweeper: mail server refuses",
        )

    def test_no_clock_waits_at_an_empty_desk(self, patient):
        assert work.deadlines(patient).verdict is Verdict.GOOD


@pytest.mark.django_db
class TestPeople:
    def test_without_an_administrator_nobody_can_be_let_in(self, patient):
        assert "kept invite" in people.administrators(patient).do

    def test_one_administrator_is_enough(self, patient):
        details = PersonDetails(
            username="shen", display_name="Shen Lan", roles=[Role.ADMINISTRATOR]
        )
        create_person(details=details, by=System("tests"), at=NOW)

        assert people.administrators(patient).verdict is Verdict.GOOD


@pytest.mark.django_db
class TestSecondReader:
    def test_without_one_nothing_is_wrong(self, patient, settings):
        settings.SECOND_READER = None

        assert papers.second_reader(patient).verdict is Verdict.GOOD

    def test_one_that_answers_is_good(self, patient, settings):
        with stand_in(proposes()) as server:
            settings.SECOND_READER = SecondReader(server.url, "small-one", key="hush-hush")

            assert papers.second_reader(patient).verdict is Verdict.GOOD

    def test_one_that_does_not_take_the_key_is_bad_and_the_key_is_not_shown(
        self, patient, settings
    ):
        with stand_in(lambda handler: handler.send(b"{}", status=401)) as server:
            settings.SECOND_READER = SecondReader(server.url, "small-one", key="hush-hush")
            finding = papers.second_reader(patient)

        assert finding.verdict is Verdict.BAD
        assert finding.found == ("The second reader could not be used: it does not take our key.")
        assert "hush-hush" not in f"{finding}"


class TestMessages:
    def test_nothing_waits_at_an_empty_desk(self, patient):
        assert messages.waiting(patient).verdict is Verdict.GOOD

    def test_EM_16_a_mailbox_that_is_not_read_is_bad(self, db, patient, settings):
        assert messages.mailboxes(patient).verdict is Verdict.GOOD
        settings.MAILBOXES = mailboxes("imaps://u:p@mail.example.com")
        assert "never read" in messages.mailboxes(patient).found
        box = Mailbox.objects.create(name="u@mail.example.com/INBOX", looked_at=patient.now)
        assert messages.mailboxes(patient).verdict is Verdict.GOOD
        box.looked_at = patient.now - timedelta(minutes=11)
        box.save()
        assert messages.mailboxes(patient).verdict is Verdict.BAD

    def test_without_a_mail_server_there_is_a_warning(self, patient, settings):
        settings.EMAIL_BACKEND = messages.FILES

        assert "KEPT_MAIL_URL" in messages.mail(patient).do

    def test_a_mail_server_that_is_away_is_bad(self, patient, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 2

        finding = messages.mail(patient)

        assert finding.verdict is Verdict.BAD
        assert "127.0.0.1:1" in finding.found


@pytest.mark.django_db
class TestProof:
    @pytest.fixture(autouse=True)
    def file(self, settings, tmp_path) -> Path:
        settings.ANCHORS = tmp_path / "anchors"
        return settings.ANCHORS

    def test_an_empty_ledger_needs_no_anchor(self, patient):
        assert proof.anchor(patient).verdict is Verdict.GOOD

    def test_an_anchor_that_the_ledger_does_not_hold_is_bad(self, patient, file):
        anchors.append(file, Anchor(NOW, (Stand("case:1", 3, "0" * 64),), prev=GENESIS))

        assert proof.anchor(patient).verdict is Verdict.BAD

    @pytest.mark.parametrize("lines", [0, 1])
    def test_AL_02_an_anchor_file_that_was_cut_off_or_taken_away_is_bad(self, patient, file, lines):
        for hour in (1, 2):
            write(stream="office:1", verb="office.renamed", by=System("test"), at=NOW)
            keep_anchor(at=NOW + timedelta(hours=hour), file=file)
        assert proof.anchor(patient).verdict is Verdict.GOOD

        file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:lines]))

        assert "lacks what was anchored" in proof.anchor(patient).found

    def test_an_anchor_file_that_was_changed_is_bad(self, patient, file):
        anchors.append(file, Anchor(NOW, (Stand("case:1", 3, "0" * 64),), prev=GENESIS))
        file.write_text(file.read_text().replace("case:1", "case:2"))

        assert "was changed" in proof.anchor(patient).found


@pytest.mark.django_db
class TestExamination:
    def test_every_check_says_what_it_found_and_what_to_do(self, patient):
        found = dict(examine(patient))

        assert list(found) == list(CHECKS)
        for finding in found.values():
            assert finding.found
            assert bool(finding.do) == (finding.verdict in {Verdict.WARNING, Verdict.BAD})

    def test_without_a_database_nothing_else_is_guessed(self, patient, monkeypatch):
        away = Finding(Verdict.BAD, "away", "bring it back")
        monkeypatch.setitem(CHECKS, "database", lambda patient: away)

        found = dict(examine(patient))

        assert {found[name].verdict for name in REST_ON_DATABASE} == {Verdict.UNKNOWN}

    def test_a_check_that_fails_does_not_stop_the_others(self, patient):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE notices_heartbeat RENAME TO gone")

        found = dict(examine(patient))

        assert found["workers"].verdict is Verdict.UNKNOWN
        assert "notices_heartbeat" in found["workers"].found


@pytest.mark.django_db
class TestHealth:
    def test_CR_07_without_workers_it_is_not_well(self, client):
        response = client.get("/health")

        assert (response.status_code, response.content) == (503, b"not well\n")

    def test_with_workers_it_is_well(self, client):
        now = timezone.now()
        Heartbeat.objects.create(
            worker="desk:1", part="sweeper", started_at=now, beat_at=now, every_seconds=5
        )

        response = client.get("/health")

        assert (response.status_code, response.content) == (200, b"well\n")

    def test_WF_06_nothing_else_is_told_and_nothing_can_be_sent(self, client):
        assert client.get("/health").content in (b"well\n", b"not well\n")
        assert client.post("/health").status_code == 405


@pytest.mark.django_db
class TestDuty:
    def test_without_a_roster_nothing_is_missing(self, patient):
        assert people.duty(patient).verdict is Verdict.GOOD

    def test_BL_07_an_empty_roster_is_bad_the_day_before(self, patient):
        desk = open_desk()
        now = patient.now
        for hours in (-24, 12):
            planned = Planned(
                office_id=desk.office.pk,
                duty="hotline",
                person_id=desk.hotline.pk,
                starts_at=now + timedelta(hours=hours),
                ends_at=now + timedelta(hours=hours + 8),
            )
            found = people.duty(patient)
            plan_shift(planned=planned, by=desk.manager, now=now)

        assert found.verdict is Verdict.BAD
        assert people.duty(patient).verdict is Verdict.GOOD


class TestZones:
    def rebuilt(self, zones: str) -> None:
        follow_zones(zones=zones, by=System("test"), at=NOW)
        rebuild_some(now=NOW, zones=zones)  # finds nothing, so it is finished

    def test_CK_08_open_cases_that_go_by_this_machines_zone_data_are_good(self, db, patient):
        self.rebuilt(zone_data())

        assert work.zones(patient).verdict is Verdict.GOOD

    def test_CK_08_zone_data_that_open_cases_do_not_go_by_yet_is_a_warning(self, db, patient):
        assert work.zones(patient).verdict is Verdict.WARNING
        self.rebuilt("1999a")

        found = work.zones(patient)

        assert found.verdict is Verdict.WARNING
        assert "kept rebuild --open" in found.do

    def test_CK_08_how_far_it_is_is_said(self, db, patient):
        follow_zones(zones=zone_data(), by=System("test"), at=NOW)

        assert "0 of 0" in work.zones(patient).found

    def test_CK_08_a_machine_with_older_zone_data_is_told(self, db, patient):
        self.rebuilt("2099z")

        found = work.zones(patient)

        assert "2099z" in found.found
        assert "up to date" in found.do


@pytest.mark.django_db
class TestScanner:
    def test_without_one_it_is_said_that_nothing_scans(self, patient):
        found = files.scanner(patient)

        assert found.verdict is Verdict.WARNING
        assert "Nothing scans" in found.found

    def test_one_that_answers_is_good(self, patient, settings):
        with clamd.running() as scanner:
            settings.SCANNER = scanner.address
            assert files.scanner(patient).verdict is Verdict.GOOD

    def test_one_that_is_away_is_bad_and_so_is_a_file_it_cannot_scan(self, patient, settings):
        settings.SCANNER = Clamd(path="/nowhere/clamd.ctl")
        assert "nobody is given them" in files.scanner(patient).found
        StoredFile.objects.create(
            sha256="0" * 64, size=1, media_type="x", stored_at=NOW, scan_at=NOW, scan_problem="big"
        )
        with clamd.running() as scanner:
            settings.SCANNER = scanner.address
            assert files.scanner(patient).found == "A file cannot be scanned: big"


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("", None),
        ("unix:/run/clamav/clamd.ctl", Clamd(path="/run/clamav/clamd.ctl")),
        ("tcp://127.0.0.1:3310", Clamd(host="127.0.0.1", port=3310)),
    ],
)
def test_where_the_scanner_is(told, meant):
    assert scanner(told) == meant


@pytest.mark.parametrize(
    "told", ["/run/clamd.ctl", "tcp://host", "http://host:1", "unix:x", "tcp:"]
)
def test_an_address_of_no_scanner_is_refused(told):
    with pytest.raises(BadSetting):
        scanner(told)
