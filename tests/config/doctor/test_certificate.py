"""The doctor looks at the certificate with which documents are sealed: real ones, in real files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kept.config.doctor.certificate import certificate
from kept.config.doctor.finding import Finding, Patient, Verdict
from kept.config.places import Places
from tests.certificates import PASSPHRASE, make_certificate

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def examined(tmp_path, settings) -> Callable[[], Finding]:
    patient = Patient(Places(tmp_path), is_embedded=True, is_running=True, now=NOW)
    return lambda: certificate(patient)


@pytest.fixture
def made(tmp_path, settings) -> Callable[..., tuple[Path, Path]]:
    """Make a certificate and let the settings name it."""

    def made(since: datetime = NOW - DAY, until: datetime = NOW + 365 * DAY):
        file, key = make_certificate(tmp_path / "seal", since=since, until=until)
        settings.SEAL_CERTIFICATE, settings.SEAL_KEY = str(file), str(key)
        settings.SEAL_PASSPHRASE = PASSPHRASE
        return file, key

    return made


def test_without_one_nothing_is_missing(examined):
    assert examined().verdict is Verdict.GOOD


def test_one_that_fits_is_good_and_says_whose_and_how_long(examined, made):
    made()

    assert examined().verdict is Verdict.GOOD
    assert "CN=Example Instruments, valid for 365 days" in examined().found


@pytest.mark.parametrize(
    ("since", "until", "verdict", "said"),
    [
        (-1, 31, Verdict.GOOD, "valid for 31 days"),
        (-1, 29, Verdict.WARNING, "runs out in 29 days"),
        (-1, 0, Verdict.BAD, "ran out"),
        (-90, -1, Verdict.BAD, "ran out"),
        (1, 90, Verdict.BAD, "is valid from"),
    ],
)
def test_it_is_looked_at_by_the_day_it_runs_out(examined, made, since, until, verdict, said):
    made(NOW + since * DAY, NOW + until * DAY)

    assert (examined().verdict, said in examined().found) == (verdict, True)


def test_one_of_the_chain_that_runs_out_first_counts(examined, made, tmp_path):
    file, _key = made()
    above, _its_key = make_certificate(tmp_path / "above", since=NOW - DAY, until=NOW + 5 * DAY)
    file.write_bytes(file.read_bytes() + above.read_bytes())

    assert "runs out in 5 days" in examined().found


def test_the_key_of_another_certificate_does_not_fit(examined, made, tmp_path, settings):
    made()
    _file, other = make_certificate(tmp_path / "other", since=NOW - DAY, until=NOW + DAY)
    settings.SEAL_KEY = str(other)

    assert examined().verdict is Verdict.BAD
    assert "is not the key of" in examined().found


def test_a_passphrase_that_does_not_open_the_key(examined, made, settings):
    made()
    for wrong in ("open barley", ""):
        settings.SEAL_PASSPHRASE = wrong

        assert "KEPT_SEAL_PASSPHRASE" in examined().do
        assert examined().verdict is Verdict.BAD


@pytest.mark.parametrize("place", [0, 1])
def test_a_file_that_is_gone_or_something_else(examined, made, place):
    file = made()[place]
    file.write_text("something else")
    assert (examined().verdict, "holds no" in examined().found) == (Verdict.BAD, True)

    file.unlink()

    assert (examined().verdict, "cannot be read" in examined().found) == (Verdict.BAD, True)


@pytest.mark.parametrize("setting", ["SEAL_CERTIFICATE", "SEAL_KEY"])
def test_one_without_the_other_is_said(examined, made, settings, setting):
    made()
    setattr(settings, setting, "")

    assert "only one is named" in examined().found
